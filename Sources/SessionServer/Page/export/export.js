// What is taken out of a session: to go on in a tool, to keep, to read elsewhere, or to erase.

import {keepSheet} from "../overlay/sheet.js";
import {drawContinue} from "./continue.js";
import {drawExport} from "./export-sheet.js";
import {isOwner} from "../side/moments.js";
import {drawRedact} from "./redact.js";

/** Keeps the sheets, and registers how they are opened. */
export function mount(root, context) {
    const {store, commands} = context;
    const sheets = [
        ["continue", "Continue from here", (body) => drawContinue(body, context)],
        ["export", "Export", (body, overlay) => drawExport(body, overlay, context)],
        ["redact", "Redact", (body, overlay) => drawRedact(body, overlay, context)],
    ];
    for (const [kind, title, draw] of sheets) keepSheet(root, store, {kind, title, draw});
    const has = (state) => state.session !== null;
    const open = (kind) => () => store.change(kind, {overlay: {kind}});
    commands.add(
        {id: "continue.open", title: "Continue from here in a tool", group: "Moments", when: has,
            run: open("continue")},
        {id: "export.open", title: "Export the session, a moment or a range", keys: ["e"],
            group: "Moments", when: has, run: open("export")},
        {id: "redact.open", title: "Redact: erase every event that holds a text",
            group: "Moments", when: (state) => has(state) && isOwner(state), run: open("redact")});
}
