// The find bar's parts.

import {el} from "../dom/el.js";
import {count} from "../dom/number.js";

/** @param {{typed, pressed, go: (direction: 1|-1) => void, close}} on what a person does */
export function createBar(on) {
    const input = el("input.find-field", {type: "search", "aria-label": "Find in this session",
        placeholder: "Find in this session", spellcheck: false, autocomplete: "off",
        oninput: on.typed, onkeydown: on.pressed});
    const told = el("output.find-count", {"aria-live": "polite"});
    const button = (title, label, run) => el("button.icon-button", {type: "button",
        "aria-label": label, title: label, onclick: run}, title);
    const node = el("form.find-bar", {role: "search", hidden: true, "aria-label": "Find",
        onsubmit: (event) => event.preventDefault()}, input, told,
    button("↑", "Previous match (Shift+Enter)", () => on.go(-1)),
    button("↓", "Next match (Enter)", () => on.go(1)),
    button("✕", "Close find (Escape)", on.close));

    return {
        node, input,
        /** Says which one is seen, of how many; null: nothing was looked for. */
        tell: (find) => { told.textContent = find ? words(find) : ""; },
        /** Says that it is being looked for. */
        wait: () => { told.textContent = "…"; },
    };
}

function words({text, at, total}) {
    if (!text) return "";
    if (total === 0) return "nothing found";
    return at > 0 ? `${count(at)} of ${count(total)}` : `${count(total)} found`;
}
