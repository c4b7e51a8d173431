// The box itself: a text that grows, what it is, the pin, and the button that adds it.

import {el, fill} from "../dom/el.js";

const sorts = {prompt: "Prompt", note: "Note"};

/** @param {{typed, pressed, chosen: (sort: string) => void, pinned, sent}} on what a person does */
export function createBox(on) {
    const text = el("textarea.writing-text", {rows: 1, "aria-label": "Prompt",
        oninput: on.typed, onkeydown: on.pressed});
    const choices = el("div.choices", {role: "group", "aria-label": "What is written"},
        Object.entries(sorts).map(([sort, title]) => el("button", {type: "button",
            "aria-pressed": "false", "data-sort": sort, onclick: () => on.chosen(sort)}, title)));
    const pin = el("button.button.small", {type: "button", "aria-pressed": "false",
        onclick: on.pinned});
    const hint = el("p.writing-hint");
    const send = el("button.button.small.main", {type: "button", onclick: on.sent});
    const node = el("form.writing-box", {onsubmit: (event) => event.preventDefault()}, text,
        el("div.writing-foot", {}, choices, pin, hint, send));

    /** Shows what can be done with it now. */
    function draw({sort, isWritable, isPinned, forks, isOnline, moment}) {
        text.disabled = !isWritable;
        text.placeholder = placeholder(sort, isWritable, moment);
        text.setAttribute("aria-label", sorts[sort]);
        for (const one of choices.children) {
            one.setAttribute("aria-pressed", String(one.dataset.sort === sort));
        }
        pin.setAttribute("aria-pressed", String(isPinned));
        fill(pin, isPinned ? "Pinned" : "Pin");
        pin.title = isPinned ? "Take the pin away" : "Keep this session at the top";
        fill(send, forks ? "Fork and add" : `Add ${sort}`);
        send.disabled = !isWritable || text.value.trim() === "";
        hint.textContent = hintOf({isOnline, forks: forks && text.value !== "", moment});
    }

    /** Puts a text in. */
    function write(words) {
        text.value = words;
        fit();
    }

    /** As high as its text, up to a third of the window. */
    function fit() {
        text.style.height = "auto";
        text.style.height = `${Math.min(text.scrollHeight, innerHeight / 3)}px`;
    }

    return {node, text, draw, write, fit};
}

function placeholder(sort, isWritable, {branch, revision, isNow}) {
    if (!isWritable) return "Nothing can be added here.";
    if (sort === "note") return `Add a note to ${branch}`;
    return isNow ? `Add a prompt to ${branch}` : `Go on from ${branch}@${revision}, on a fork`;
}

function hintOf({isOnline, forks, moment}) {
    if (!isOnline) return "Offline: what you write is sent when the server is back.";
    return forks ? `It goes on a fork at ${moment.branch}@${moment.revision}.` : "";
}
