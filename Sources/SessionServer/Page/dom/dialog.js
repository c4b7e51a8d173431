// Dialogs: one at a time, above everything, closed by Escape, giving the focus back.

import {el} from "./el.js";

/**
 * Opens a dialog.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {Node|string|Array} options.body
 * @param {{title: string, value?: any, kind?: "main"|"danger", run?: () => any}[]}
 *     [options.actions] buttons; one whose `run` gives false leaves the dialog open
 * @param {string} [options.class]
 * @param {boolean} [options.bare] without a heading that is seen
 * @returns {{node: HTMLDialogElement, close: (value?: any) => void, closed: Promise<any>}}
 */
export function openDialog({title, body, actions = [], class: name, bare = false}) {
    const before = document.activeElement;
    let result = null;
    let settle;
    const closed = new Promise((resolve) => { settle = resolve; });
    const node = el("dialog.dialog", {class: name, "aria-label": title},
        bare ? null : el("h2.dialog-title", {}, title),
        el("div.dialog-body", {}, body),
        actions.length > 0 && el("div.dialog-actions", {}, actions.map(button)));

    function button({title: said, value = true, kind, run}) {
        const press = async () => {
            if (run && await run() === false) return;
            close(value);
        };
        return el("button.button", {class: kind ?? "", type: "button", onclick: press}, said);
    }

    function close(value = null) {
        result = value;
        node.close();
    }

    node.addEventListener("close", () => {
        node.remove();
        if (before?.isConnected) before.focus({preventScroll: true});
        settle(result);
    });
    node.addEventListener("pointerdown", (event) => {
        if (event.target === node && isOutside(node, event)) close();
    });
    document.body.append(node);
    node.showModal();
    return {node, close, closed};
}

function isOutside(node, {clientX, clientY}) {
    const box = node.getBoundingClientRect();
    return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
}

/** Asks whether something shall be done: true, or null when not. */
export function confirmed({title, body, yes, danger = false}) {
    return openDialog({
        title, body: el("p", {}, body),
        actions: [
            {title: "Cancel", value: null},
            {title: yes, value: true, kind: danger ? "danger" : "main"},
        ],
    }).closed;
}

/** Asks for a line of text: the text, or null. `check` gives what is wrong with it, or null. */
export function askedText({title, label, value = "", yes = "Save", hint, check}) {
    const wrong = el("p.field-wrong", {role: "alert"});
    const input = el("input.field", {value, type: "text", "aria-label": label ?? title,
        spellcheck: false});
    const accept = () => {
        const problem = check?.(input.value.trim()) ?? (input.value.trim() ? null : "It is empty.");
        wrong.textContent = problem ?? "";
        if (problem) return false;
        dialog.close(input.value.trim());
        return false;
    };
    input.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.isComposing) accept();
    });
    const dialog = openDialog({
        title, body: [hint && el("p", {}, hint), input, wrong],
        actions: [{title: "Cancel", value: null}, {title: yes, kind: "main", run: accept}],
    });
    input.select();
    return dialog.closed;
}
