// Widths of the columns and the height of the timeline are dragged, and remembered.

import {createBorder} from "../dom/border.js";
import {el} from "../dom/el.js";

const parts = [
    {part: "sidebar", title: "Width of the sessions", least: 180, most: 460, first: 264, way: 1},
    {part: "side", title: "Width of the side", least: 300, most: 900, first: 448, way: -1},
    // As high as its lanes want, until somebody drags it.
    {part: "timeline", title: "Height of the timeline", isHeight: true, least: 72, most: 420,
        first: null, way: 1},
];

/** Puts a handle on each border. */
export function mount(root) {
    root.append(el("section.splits", {"aria-label": "Borders"}, parts.map((part) => createBorder({
        ...part,
        node: () => root.querySelector(`#${part.part}`),
        set: (size) => sized(root, `--${part.part}-${part.isHeight ? "height" : "width"}`, size),
    }))));
}

function sized(root, property, size) {
    if (size === null) root.style.removeProperty(property);
    else root.style.setProperty(property, size);
}
