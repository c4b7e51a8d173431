// The list of all keys, drawn from the commands.

import {el} from "../dom/el.js";
import {openDialog} from "../dom/dialog.js";
import {keycaps} from "./chords.js";
import {isMac} from "./keys.js";

/** Adds the command that shows it. */
export function mount(root, {commands}) {
    commands.add({
        id: "keys.show", title: "All keys", keys: ["?"], group: "Page",
        run: () => openKeys(commands),
    });
}

function openKeys(commands) {
    if (document.querySelector("dialog.key-list")) return;
    const groups = new Map();
    for (const command of commands.list()) {
        if (!command.keys?.length) continue;
        const group = command.group ?? "More";
        groups.set(group, [...groups.get(group) ?? [], command]);
    }
    openDialog({
        title: "Keys", class: "key-list",
        body: el("div.key-groups", {tabIndex: 0, role: "group", "aria-label": "All keys"},
            [...groups].map(([name, all]) => section(name, all))),
        actions: [{title: "Close", kind: "main"}],
    });
}

function section(name, all) {
    return el("section.key-group", {}, el("h3", {}, name),
        el("dl", {}, all.map(({title, keys}) => el("div.key-row", {},
            el("dt", {}, title),
            el("dd", {}, keys.map((chord) => el("span.keycaps", {},
                keycaps(chord, isMac).map((cap) => el("kbd", {}, cap)))))))));
}
