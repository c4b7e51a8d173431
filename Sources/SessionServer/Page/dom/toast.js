// Short messages in the corner, read aloud by screen readers.

import {el} from "./el.js";

/**
 * Says something.
 *
 * @param {string} message what happened
 * @param {object} [options]
 * @param {"plain"|"error"} [options.kind]
 * @param {string} [options.hint] what is kept and what to do
 * @param {{title: string, run: () => void}} [options.action] such as Undo
 * @param {number} [options.time] milliseconds; errors stay until they are closed
 * @returns {() => void} takes it away
 */
export function toast(message, {kind = "plain", hint, action, time = 6000} = {}) {
    const node = el("div.toast", {class: kind},
        el("div.toast-text", {}, el("strong", {}, message), hint && el("span", {}, hint)),
        action && el("button.button.small", {
            type: "button",
            onclick: () => {
                close();
                action.run();
            },
        }, action.title),
        el("button.icon-button", {type: "button", "aria-label": "Close the message",
            onclick: close}, "✕"));
    let timer = 0;

    function close() {
        clearTimeout(timer);
        node.remove();
    }

    function wait() {
        if (kind !== "error") timer = setTimeout(close, time);
    }

    node.addEventListener("pointerenter", () => clearTimeout(timer));
    node.addEventListener("pointerleave", wait);
    const root = document.querySelector("#toasts");
    while (root.children.length >= 4) root.firstElementChild.remove();
    root.append(node);
    wait();
    return close;
}

/** Says what went wrong. */
export function toastError(error, what) {
    if (error?.name === "AbortError") return;
    toast(what ? `${what}: ${error.message}` : error.message, {kind: "error", hint: error.hint});
}
