// What a merge takes over as it is: what was said, and what was set.

import {el} from "../dom/el.js";
import {rowOf, wordOf} from "../side/audit-rows.js";
import {drawCounts} from "../text/draw-diff.js";
import {plainText} from "../text/draw.js";

/** Events taken over that are listed at first. */
const some = 40;

function addRow(event) {
    const {kind, actor, text} = rowOf(event);
    return el("li", {}, el("span.faint", {}, wordOf(kind)), plainText(actor, "span"),
        el("span.cut", {title: text}, plainText(text)));
}

/** What was said. */
export function drawAdds(adds) {
    if (adds.length === 0) return el("p.faint", {}, "Nothing was said that is not here already.");
    const list = el("ul.merge-list", {}, adds.slice(0, some).map(addRow));
    if (adds.length <= some) return list;
    const more = el("button.more", {
        type: "button",
        onclick: () => {
            more.remove();
            list.append(...adds.slice(some).map(addRow));
        },
    }, `Show all ${adds.length}`);
    return [list, more];
}

/** What was set. */
export function drawChanges(changes) {
    if (changes.length === 0) {
        return el("p.faint", {}, "No file or setting is taken over as it is.");
    }
    return el("ul.merge-list", {}, changes.map(({kind, subject, change, added = 0, removed = 0}) =>
        el("li", {}, el("span.faint", {}, change), el("span.cut", {title: subject},
            plainText(subject ?? kind)), drawCounts({added, removed}))));
}

/** A part of the sheet under its heading. */
export function part(title, ...content) {
    return el("section.merge-part", {}, el("h3", {}, title), content);
}
