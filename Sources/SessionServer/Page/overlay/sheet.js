// What lies over the page while the store says so: one kind each, closed by Escape or its button.

import {el} from "../dom/el.js";

/** Widths from which on a sheet may stand beside what it is about. */
const wide = 1900;

/**
 * Shows a sheet whenever `state.overlay` is of a kind.
 *
 * @param {HTMLElement} root
 * @param {object} store
 * @param {object} options
 * @param {string} options.kind
 * @param {string} options.title
 * @param {boolean} [options.beside] whether it stands beside the page where that is wide
 * @param {(body: HTMLElement, overlay: object) => (() => void)|void} options.draw draws it; what it
 *     gives is called when the sheet closes
 */
export function keepSheet(root, store, {kind, title, beside = false, draw}) {
    let open = null;

    function close() {
        const {node, before, stop} = open;
        open = null;
        stop?.();
        if (node.open) node.close();
        node.remove();
        if (before?.isConnected) before.focus({preventScroll: true});
    }

    function show(overlay) {
        const before = document.activeElement;
        const body = el("div.sheet-body");
        const node = el(`dialog.sheet.is-${kind}`, {"aria-label": title},
            el("header.sheet-head", {}, el("h2", {}, title),
                el("button.button.small", {
                    type: "button", onclick: () => leave(store, kind),
                }, "Close")),
            body);
        node.addEventListener("cancel", (event) => {
            event.preventDefault();
            leave(store, kind);
        });
        root.append(node);
        const isBeside = beside && innerWidth >= wide;
        node.classList.toggle("beside", isBeside);
        if (isBeside) node.show();
        else node.showModal();
        open = {node, before, stop: null};
        open.stop = draw(body, overlay) ?? null;
    }

    store.watch((state) => state.overlay?.kind === kind ? state.overlay : null, (overlay) => {
        if (open) close();
        if (overlay) show(overlay);
    });
}

/** Takes the sheet of a kind away. */
export function leave(store, kind) {
    if (store.state.overlay?.kind === kind) store.change("closed", {overlay: null});
}
