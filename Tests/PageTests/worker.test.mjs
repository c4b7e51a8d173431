// The worker that keeps the page: the server is asked first, a version is kept whole or not at all.

import {test} from "node:test";
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import vm from "node:vm";

const source = readFileSync(
    new URL("../../Sources/SessionServer/Page/worker.js", import.meta.url), "utf8");
const page = (version) => `<link rel="stylesheet" href="/page/${version}/a.css">
<script type="module" src="/page/${version}/app/main.js"></script>`;

/** What stands for an answer that never comes. */
const hung = Symbol("hung");

/** A worker of a version, before a server that answers with what `paths` has. */
function made(version, paths, stores = new Map()) {
    const listeners = {};
    const fetch = async (request) => {
        const path = new URL(request.url ?? request, "http://here").pathname;
        if (paths[path] === undefined) throw new TypeError("Failed to fetch");
        if (paths[path] === hung) return new Promise(() => {});
        return new Response(paths[path].text ?? paths[path], {status: paths[path].status ?? 200});
    };
    const open = async (name) => {
        if (!stores.has(name)) stores.set(name, new Map());
        const store = stores.get(name);
        const key = (request) => new URL(request.url ?? request, "http://here").pathname;
        return {
            put: async (path, response) => store.set(path, await response.text()),
            match: async (request) => store.has(key(request))
                ? new Response(store.get(key(request))) : undefined,
            addAll: async (all) => {
                for (const path of all) store.set(path, await (await fetch(path)).text());
            },
        };
    };
    const caches = {
        open, keys: async () => [...stores.keys()], delete: async (name) => stores.delete(name),
    };
    vm.runInNewContext(source, {
        self: {
            addEventListener: (name, listener) => { listeners[name] = listener; },
            skipWaiting: async () => {},
        },
        location: {search: `?${version}`, origin: "http://here"},
        fetch, caches, URL, Response, Promise, Set, Error,
        setTimeout: (run, wait, ...rest) => setTimeout(run, wait / 100, ...rest),
    });
    return {
        stores,
        waits: (name) => new Promise((resolve) => {
            listeners[name]({waitUntil: (promise) => resolve(promise)});
        }),
        /** The answer's text; undefined: the worker leaves the request alone. */
        asks: async (path, mode = "cors", method = "GET") => {
            let answer;
            const url = new URL(path, "http://here").href;
            listeners.fetch({
                request: {method, mode, url}, respondWith: (promise) => { answer = promise; },
            });
            return answer && (await answer).text();
        },
    };
}

const whole = (version) => ({
    "/": page(version), [`/page/${version}/a.css`]: "css", [`/page/${version}/app/main.js`]: "js",
});

test("a version is kept whole, and others are forgotten", async () => {
    const stores = new Map([["session-store-page old", new Map()], ["another's", new Map()]]);
    const worker = made("new", whole("new"), stores);
    await worker.waits("install");
    await worker.waits("activate");
    assert.deepEqual([...stores.keys()], ["another's", "session-store-page new"]);
    assert.deepEqual([...stores.get("session-store-page new").keys()].sort(),
        ["/", "/page/new/a.css", "/page/new/app/main.js"]);
});

test("where the server has another version, or a file is missing, nothing is kept", async () => {
    const other = made("new", whole("newer"));
    await assert.rejects(other.waits("install"));
    const paths = whole("new");
    delete paths["/page/new/a.css"];
    const broken = made("new", paths);
    await assert.rejects(broken.waits("install"));
    assert.deepEqual([other.stores.size, broken.stores.size], [0, 0]);
});

test("the server says what the page is; while it is away, what was kept", async () => {
    const paths = whole("one");
    const worker = made("one", paths);
    await worker.waits("install");
    paths["/"] = page("two");
    assert.equal(await worker.asks("/", "navigate"), page("two"));
    paths["/"] = {status: 502, text: "no"};
    assert.equal(await worker.asks("/", "navigate"), page("one"));
    delete paths["/"];
    assert.equal(await worker.asks("/", "navigate"), page("one"));
    delete paths["/page/one/a.css"];
    assert.equal(await worker.asks("/page/one/a.css"), "css");
});

test("a server that does not answer is one that is away", async () => {
    const paths = whole("one");
    const worker = made("one", paths);
    await worker.waits("install");
    paths["/"] = hung;
    assert.equal(await worker.asks("/", "navigate"), page("one"));
});

test("what is asked of sessions, and files of other versions, it leaves alone", async () => {
    const worker = made("one", whole("one"));
    await worker.waits("install");
    assert.equal(await worker.asks("/api/sessions"), undefined);
    assert.equal(await worker.asks("/page/two/a.css"), undefined);
    assert.equal(await worker.asks("/", "navigate", "POST"), undefined);
    assert.equal(await worker.asks("http://there/page/one/a.css"), undefined);
});
