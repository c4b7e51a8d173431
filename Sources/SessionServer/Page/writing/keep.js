// What is kept in the browser's own storage: changes that are not sent yet, each a file.

import {openFolder} from "./folder.js";

const name = "session-store-unsent";

/**
 * Where unsent changes survive a reload, a crash, or days without a network.
 *
 * A file is written some time after it was asked for; a page that is closed meanwhile would lose
 * it. So what is on its way stands in localStorage, which is written at once.
 */
export function createKeep({folder = openFolder("unsent"), brief = localStorage} = {}) {
    const owner = crypto.randomUUID();
    navigator.locks?.request(`${name} ${owner}`, () => new Promise(() => {}));

    function put(change) {
        const text = JSON.stringify({...change, owner});
        write(brief, `${name} ${change.id}`, text);
        folder.then((one) => one.write(change.id, text))
            .then((isKept) => isKept && brief.removeItem(`${name} ${change.id}`));
    }

    function remove(id) {
        brief.removeItem(`${name} ${id}`);
        folder.then((one) => one.remove(id));
    }

    /** What pages that are gone have left, the oldest first. */
    async function load() {
        const alive = await owners();
        const files = await (await folder).all();
        const briefs = Object.keys(brief).filter((key) => key.startsWith(`${name} `))
            .map((key) => brief.getItem(key));
        const changes = new Map([...files, ...briefs].map(parsed).filter(Boolean)
            .map((change) => [change.id, change]));
        return [...changes.values()].filter((change) => !alive.has(change.owner))
            .sort((one, other) => one.at - other.at);
    }

    return {put, remove, load};
}

/** The pages that are open and send their changes themselves. */
async function owners() {
    const {held = []} = await navigator.locks?.query() ?? {};
    return new Set(held.filter((lock) => lock.name.startsWith(name))
        .map((lock) => lock.name.slice(name.length + 1)));
}

function write(storage, key, text) {
    try {
        storage.setItem(key, text);
    } catch {
        // It is full: the file has to do.
    }
}

function parsed(text) {
    try {
        return JSON.parse(text);
    } catch {
        return null;
    }
}
