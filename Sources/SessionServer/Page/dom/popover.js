// A panel beside what was pressed: Escape, a click elsewhere, or the button again close it.

import {el} from "./el.js";

let current = null;

/**
 * @param {HTMLElement} anchor
 * @param {{label: string, class?: string, body: Node|Array, onClose?: () => void}} options
 * @returns {{node: HTMLElement, close: () => void}}
 */
export function openPopover(anchor, {label, class: name, body, onClose}) {
    const isSame = current?.anchor === anchor;
    current?.close();
    if (isSame) return null;
    const node = el("div.popover", {class: name, role: "dialog", "aria-label": label,
        tabIndex: -1}, body);
    const outside = (event) => {
        if (!node.contains(event.target) && !anchor.contains(event.target)) close();
    };
    node.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        event.preventDefault();
        close();
    });
    document.addEventListener("pointerdown", outside, true);
    anchor.setAttribute("aria-expanded", "true");
    document.querySelector("#floats").append(node);
    place(node, anchor);
    (node.querySelector("button, input") ?? node).focus({preventScroll: true});

    function close() {
        if (current !== opened) return;
        current = null;
        document.removeEventListener("pointerdown", outside, true);
        anchor.setAttribute("aria-expanded", "false");
        const hadFocus = node.contains(document.activeElement);
        node.remove();
        if (hadFocus && anchor.isConnected) anchor.focus({preventScroll: true});
        onClose?.();
    }

    const opened = {anchor, node, close};
    current = opened;
    return opened;
}

function place(node, anchor) {
    const box = anchor.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, innerWidth - node.offsetWidth - 8));
    node.style.left = `${left}px`;
    node.style.top = `${box.bottom + 6}px`;
    node.style.maxHeight = `${innerHeight - box.bottom - 16}px`;
}
