// Has the browser keep the page's own files, so that it opens while the server is away.

/**
 * Begins to keep them, once the page has nothing better to do. The server says in the page whether
 * it wants that: one that runs for an hour at a port of its own does not. Browsers keep nothing
 * where the way to the server is not a safe one.
 */
export function keepPage() {
    const address = document.querySelector("meta[name=worker]")?.content;
    if (!address || !navigator.serviceWorker) return;
    const begin = () => navigator.serviceWorker.register(trusted(address)).catch((error) => {
        console.warn("The page will not open while the server is away.", error);
    });
    if (document.readyState === "complete") begin();
    else window.addEventListener("load", begin, {once: true});
}

/** The one script that is named by a text. */
function trusted(address) {
    const createScriptURL = (text) => {
        if (!/^\/worker\.js\?[0-9a-f]+$/.test(text)) throw new TypeError(`${text} is no worker.`);
        return text;
    };
    const policy = globalThis.trustedTypes?.createPolicy("worker", {createScriptURL});
    return policy ? policy.createScriptURL(address) : createScriptURL(address);
}
