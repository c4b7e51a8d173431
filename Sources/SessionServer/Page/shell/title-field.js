// A title that is changed where it stands.

import {el} from "../dom/el.js";
import {changeTitle} from "../writing/titles.js";

/**
 * Puts a field over a title; Enter and a click elsewhere keep what was typed, Escape does not.
 *
 * @param {object} context
 * @param {HTMLElement} node what shows the title
 * @param {{session: string, title: string}} of
 */
export function editTitle(context, node, {session, title}) {
    const host = node.closest("button") ?? node;
    if (host.parentElement.querySelector(".title-field")) return;
    const field = el("input.title-field", {
        type: "text", value: title, "aria-label": "Title of the session", spellcheck: false,
    });
    let isDone = false;

    function end(keeps) {
        if (isDone) return;
        isDone = true;
        const typed = field.value.trim();
        host.hidden = false;
        field.remove();
        host.focus({preventScroll: true});
        if (keeps && typed) changeTitle(context, session, typed);
    }

    field.addEventListener("keydown", (event) => {
        if (event.isComposing) return;
        if (event.key === "Enter") end(true);
        else if (event.key === "Escape") end(false);
        else return;
        event.preventDefault();
        event.stopPropagation();
    });
    field.addEventListener("blur", () => end(true));
    host.before(field);
    host.hidden = true;
    field.select();
    field.focus();
}
