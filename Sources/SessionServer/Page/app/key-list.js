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

/** Groups in the order in which they are listed; others follow. */
const order = ["Moment", "Timeline", "Conversation", "Find", "Branches", "Tabs", "Sessions", "Page"];

function openKeys(commands) {
    if (document.querySelector("dialog.key-list")) return;
    const groups = new Map(order.map((name) => [name, []]));
    for (const command of commands.list()) {
        if (!command.keys?.length) continue;
        const group = command.group ?? "More";
        groups.set(group, [...groups.get(group) ?? [], command]);
    }
    openDialog({
        title: "Keys", class: "key-list",
        body: el("div.key-scroll", {tabIndex: 0, role: "group", "aria-label": "All keys"},
            el("div.key-groups", {}, [...groups]
                .filter(([, all]) => all.length > 0).map(([name, all]) => section(name, all)))),
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
