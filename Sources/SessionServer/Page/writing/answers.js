// Answers of the server that are kept in this browser, to be read while it is away.

import {openFolder} from "./folder.js";

/** How many are kept, and how long one may be in characters. */
const kept = 400;
const long = 500_000;
/** Milliseconds that an answer waits to be written, so that nobody waits for the disk. */
const later = 1500;

/**
 * @param {{token: () => string|null, folder?: Promise<object>}} options what one person was told
 *     is kept apart from what another was: by the token
 */
export function createAnswers({token, folder = openFolder("answers")}) {
    const waiting = new Map();
    let timer = 0;
    /** One after another: a file that is being written cannot be removed. */
    let working = Promise.resolve();

    /** Keeps an answer, in a while. */
    function write(url, text) {
        // What comes after somebody signed out is for nobody.
        if (!token() || text.length > long || /\/live\?|\/content\?/.test(url)) return;
        waiting.delete(url);
        waiting.set(url, text);
        if (waiting.size > 60) waiting.delete(waiting.keys().next().value);
        timer ||= setTimeout(flush, later);
    }

    function flush() {
        timer = 0;
        working = working.then(writeWaiting).catch(() => {});
    }

    async function writeWaiting() {
        const one = await folder;
        for (const [url, text] of waiting) {
            waiting.delete(url);
            await one.write(await nameOf(url), text);
        }
        await one.prune(kept);
    }

    /** The answer that was had last, or null. */
    async function read(url) {
        return waiting.get(url) ?? (await folder).read(await nameOf(url));
    }

    /** Forgets them all: whoever comes next to this browser is somebody else. */
    async function forget() {
        waiting.clear();
        working = working.then(async () => (await folder).prune(0)).catch(() => {});
        await working;
    }

    async function nameOf(url) {
        const bytes = new TextEncoder().encode(`${token()} ${url}`);
        const digest = await crypto.subtle.digest("SHA-256", bytes);
        const hex = (byte) => byte.toString(16).padStart(2, "0");
        return [...new Uint8Array(digest)].map(hex).join("");
    }

    return {write, read, forget};
}
