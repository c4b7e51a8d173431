// What can be done with a range that was brushed: a small bar that floats above it.

import {el, fill} from "../dom/el.js";
import {plural} from "../dom/number.js";
import {place} from "./scale.js";

/** @param {{store: object}} context */
export function createRangeBar({store}) {
    const node = el("div.timeline-range", {role: "toolbar", "aria-label": "Chosen range",
        hidden: true});
    const button = (title, run) =>
        el("button.timeline-text", {type: "button", onclick: run}, title);

    store.watch((state) => state.range, (range) => {
        node.hidden = !range;
        if (!range) return;
        fill(node,
            el("span", {}, `${range.from} – ${range.to}, ${
                plural(range.to - range.from + 1, "event")}`),
            button("Compare", () => open("compare", ends(store.state))),
            button("Export…", () => open("export", range)),
            el("button.icon-button", {type: "button", "aria-label": "No range",
                onclick: () => store.change("range", {range: null})}, "✕"));
    });

    function open(kind, more) {
        store.change(kind, {overlay: {kind, ...more}});
    }

    return {
        node,
        /** Where it floats, for a scene. */
        place({view, width, range}) {
            if (!range) return;
            const left = place(view, width, (range.from + range.to) / 2) - node.offsetWidth / 2;
            node.style.left = `${Math.max(4, Math.min(left, width - node.offsetWidth - 4))}px`;
        },
    };
}

function ends({range, moment}) {
    return {
        from: {branch: moment.branch, revision: range.from},
        to: {branch: moment.branch, revision: range.to},
    };
}
