// The address bar and the moment, kept the same: #/SESSION/main@61?pane=files&path=README.md

/** What an address says, or null where it names no session. Pure. */
export function readAddress(hash) {
    const [path, query = ""] = hash.replace(/^#/, "").split("?");
    const [, session, point = ""] = path.split("/");
    if (!/^[0-9a-f-]{36}$/.test(session ?? "")) return null;
    const whole = decoded(point);
    const at = whole.lastIndexOf("@");
    const revision = at < 0 ? null : Number(whole.slice(at + 1));
    const asked = new URLSearchParams(query);
    return {
        session,
        branch: (at < 0 ? whole : whole.slice(0, at)) || null,
        revision: Number.isInteger(revision) && revision >= 0 ? revision : null,
        pane: asked.get("pane"),
        path: asked.get("path"),
    };
}

function decoded(text) {
    try {
        return decodeURIComponent(text);
    } catch {
        return "";
    }
}

/** The address of what is shown. Pure. */
export function writeAddress({session, moment, pane, path}) {
    if (!session) return "#/";
    const branch = encodeURIComponent(moment.branch);
    const point = moment.isNow ? branch : `${branch}@${moment.revision}`;
    const query = new URLSearchParams();
    if (pane && pane !== "files") query.set("pane", pane);
    if (path) query.set("path", path);
    const asked = query.toString();
    return `#/${session}/${point}${asked ? `?${asked}` : ""}`;
}

/** A moment as it is written everywhere: main@61. */
export function momentText({branch, revision}) {
    return `${branch}@${revision}`;
}

/** Steps that follow each other faster than this, in ms, are one place in the history. */
const rest = 900;
/** How long after the last step it is written, in ms: a browser writes it slowly. */
const delay = 150;

/**
 * Keeps the address bar with the store.
 *
 * @param {object} options
 * @param {ReturnType<import("./store.js").createStore>} options.store
 * @param {(address: object) => void} options.go told where a person went by back, forward or a link
 */
export function keepAddress({store, go}) {
    let last = location.hash;
    let since = 0;
    let timer = 0;

    function write() {
        clearTimeout(timer);
        const {state} = store;
        const tab = state.tabs.find((one) => one.key === state.active);
        if (!state.tabsKnown) return;
        const next = writeAddress({...state, session: tab?.session});
        if (next === last) return;
        const now = performance.now();
        const isOther = now - since > rest;
        since = now;
        last = next;
        if (isOther) history.pushState(null, "", next);
        else history.replaceState(null, "", next);
    }

    const later = () => {
        clearTimeout(timer);
        timer = setTimeout(write, delay);
    };
    for (const part of ["moment", "pane", "path", "tabsKnown"]) {
        store.watch((state) => state[part], later);
    }
    store.watch((state) => state.active, write);
    window.addEventListener("pagehide", write);
    window.addEventListener("popstate", () => {
        clearTimeout(timer);
        if (location.hash === last) return;
        last = location.hash;
        since = performance.now();
        const address = readAddress(last);
        if (address) go(address);
    });
}
