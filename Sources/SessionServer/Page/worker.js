// Opens the page while the server is away: a service worker that keeps the page's own files and
// nothing else. What sessions said is kept by the page (`writing/answers.js`), for one person.
//
// Each version of the page has addresses of its own (`/page/VERSION/…`), so that no file of one can
// come among those of another. The server is asked first for what the page is now; a new version is
// seen as soon as the server has it, and kept once all of its files are here.

const prefix = "session-store-page ";
/** The version that this worker keeps: what stands behind the `?` in its own address. */
const version = location.search.slice(1);
const folder = `/page/${version}/`;
/** Milliseconds until a server that does not answer is taken for one that is away. */
const patience = 5000;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
    const {method, mode, url} = event.request;
    const {origin, pathname} = new URL(url);
    if (method !== "GET" || origin !== location.origin) return;
    if (mode === "navigate" && pathname === "/") event.respondWith(start(event.request));
    else if (pathname.startsWith(folder)) event.respondWith(file(event.request));
});

/** Keeps the page whole, or not at all. */
async function install() {
    const page = await fetch("/", {cache: "no-cache"});
    const text = await page.clone().text();
    const files = [...text.matchAll(/(?:href|src)="(\/page\/[^"]+)"/g)].map((match) => match[1]);
    if (!page.ok || !files.length || !files.every((path) => path.startsWith(folder))) {
        throw new Error("The server has another version of the page by now.");
    }
    const cache = await caches.open(prefix + version);
    try {
        await cache.addAll([...new Set(files)]);
        await cache.put("/", page);
    } catch (error) {
        await caches.delete(prefix + version);
        throw error;
    }
    await self.skipWaiting();
}

/** Forgets other versions. */
async function activate() {
    const names = await caches.keys();
    await Promise.all(names
        .filter((name) => name.startsWith(prefix) && name !== prefix + version)
        .map((name) => caches.delete(name)));
}

/** The page as the server has it; while the server is away, as it was last. */
async function start(request) {
    const asked = fetch(request).then((response) => {
        if (response.status === 502 || response.status === 504) throw new Error("No server.");
        return response;
    });
    const kept = await find("/");
    if (!kept) return asked;
    const late = new Promise((resolve) => setTimeout(resolve, patience, kept));
    return Promise.race([asked.catch(() => kept), late]);
}

/** A file of this version: what is kept of it never changes. */
async function file(request) {
    return await find(request) ?? fetch(request);
}

async function find(request) {
    return (await caches.open(prefix + version)).match(request);
}
