// A part of a pane that shows what the server says of the moment: asked anew when what it depends
// on changes, what is outdated given up, what was shown left there until the new has come.

import {el, fill} from "../dom/el.js";

/** Waits for a moment that stays, in ms: who scrubs asks nothing of the server. */
const rest = 90;

/** What went wrong, and a button to try again. */
export function failure(error, retry) {
    return el("div.state.error", {role: "alert"}, el("strong", {}, error.message),
        error.hint && el("p.faint", {}, error.hint),
        el("button.button.small", {type: "button", onclick: retry}, "Try again"));
}

/** Words where there is nothing. */
export function nothing(title, hint) {
    return el("div.state", {}, el("strong", {}, title), hint && el("p", {}, hint));
}

/**
 * @param {object} store
 * @param {HTMLElement} root
 * @param {(state: object) => string} pick what it depends on, as a text; "" shows nothing
 * @param {(signal: AbortSignal) => Promise<Node|Node[]>} load gives what is shown
 * @param {{rest?: number}} [options]
 * @returns {{again: () => void, stop: () => void}}
 */
export function follow(store, root, pick, load, options = {}) {
    let asking = null;
    let timer = 0;
    let shownPath = null;

    async function ask() {
        asking?.abort();
        const mine = new AbortController();
        asking = mine;
        root.setAttribute("aria-busy", "true");
        try {
            const shown = await load(mine.signal);
            if (asking === mine) fill(root, shown);
        } catch (error) {
            if (asking === mine && error.name !== "AbortError") fill(root, failure(error, ask));
        } finally {
            if (asking === mine) root.removeAttribute("aria-busy");
        }
    }

    const unwatch = store.watch(pick, (key) => {
        clearTimeout(timer);
        asking?.abort();
        if (!key) {
            shownPath = null;
            fill(root);
            return;
        }
        // What is shown of another session would be taken for this one's.
        const path = key.split(" ", 1)[0];
        const isOther = path !== shownPath;
        shownPath = path;
        if (isOther) fill(root, el("p.waiting", {}, "Loading"));
        timer = setTimeout(ask, isOther ? 0 : options.rest ?? rest);
    });
    return {
        again: ask,
        stop() {
            unwatch();
            clearTimeout(timer);
            asking?.abort();
        },
    };
}
