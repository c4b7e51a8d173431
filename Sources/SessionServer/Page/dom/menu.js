// Menus beside what was pressed: arrow keys move, Enter does, Escape closes.

import {el} from "./el.js";

let current = null;

/**
 * Opens a menu at an element, or at a point.
 *
 * @param {Element|{x: number, y: number}} anchor
 * @param {({title: string, run: () => void, keys?: string, checked?: boolean, disabled?: boolean,
 *     danger?: boolean, hint?: string}|"-")[]} items
 * @param {{label?: string}} [options]
 */
export function openMenu(anchor, items, {label = "What can be done"} = {}) {
    closeMenu();
    const before = document.activeElement;
    const node = el("div.menu", {role: "menu", "aria-label": label, tabIndex: -1});
    for (const item of items) node.append(item === "-" ? el("hr") : row(item));
    const host = anchor instanceof Element ? anchor.closest("dialog") : null;
    (host ?? document.querySelector("#floats")).append(node);
    place(node, anchor);

    function row(item) {
        const isChoice = item.checked !== undefined;
        return el("button.menu-item", {
            type: "button", tabIndex: -1, role: isChoice ? "menuitemradio" : "menuitem",
            "aria-checked": isChoice ? String(item.checked) : null,
            disabled: item.disabled ?? false, class: item.danger ? "danger" : "", title: item.hint ?? "",
            onclick: () => {
                closeMenu();
                item.run();
            },
        }, el("span.menu-title", {}, item.title), item.keys && el("kbd", {}, item.keys));
    }

    const outside = (event) => { if (!node.contains(event.target)) closeMenu(); };
    const pressed = (event) => press(event, node);
    document.addEventListener("pointerdown", outside, true);
    node.addEventListener("keydown", pressed);
    window.addEventListener("blur", closeMenu);
    current = () => {
        current = null;
        document.removeEventListener("pointerdown", outside, true);
        window.removeEventListener("blur", closeMenu);
        const hadFocus = node.contains(document.activeElement);
        node.remove();
        if (hadFocus && before?.isConnected) before.focus({preventScroll: true});
    };
    focusables(node)[0]?.focus();
    return node;
}

/** Closes the menu that is open, if one is. */
export function closeMenu() {
    current?.();
}

function focusables(node) {
    return [...node.querySelectorAll("button:not(:disabled)")];
}

function press(event, node) {
    const all = focusables(node);
    const at = all.indexOf(document.activeElement);
    const moves = {ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1};
    if (event.key in moves) {
        event.preventDefault();
        event.stopPropagation();
        all[(moves[event.key] + all.length) % all.length]?.focus();
    } else if (event.key === "Escape" || event.key === "Tab") {
        event.preventDefault();
        event.stopPropagation();
        closeMenu();
    } else if (event.key.length === 1 && /\S/.test(event.key)) {
        event.stopPropagation();
        const letter = event.key.toLowerCase();
        const order = [...all.slice(at + 1), ...all.slice(0, at + 1)];
        order.find((one) => one.textContent.trim().toLowerCase().startsWith(letter))?.focus();
    }
}

function place(node, anchor) {
    const box = anchor instanceof Element ? anchor.getBoundingClientRect()
        : {left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y};
    const size = node.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, innerWidth - size.width - 8));
    const below = box.bottom + 4;
    const isBelow = below + size.height <= innerHeight - 8 || box.top < size.height + 12;
    node.style.left = `${left}px`;
    node.style.top = `${Math.max(8, isBelow ? below : box.top - size.height - 4)}px`;
}
