// Lines of code with numbers, of which only those that are seen are drawn.

import {el} from "../dom/el.js";
import {createList} from "../dom/list.js";
import {codeLine} from "../text/draw.js";

/** Lines up to which all of them are drawn: a person can then find in them with the browser. */
const few = 400;
const height = 19;

/**
 * @param {object[][]} lines of `highlightedLines`
 * @param {object} [options]
 * @param {(index: number) => Node|null} [options.gutter] what stands before a line
 * @param {(index: number) => string} [options.name] its class
 * @param {string} options.label
 */
export function codeView(lines, {gutter, name, label}) {
    const root = el("div.code-view", {
        tabIndex: 0, role: "region", "aria-label": label, "data-keys": "own",
    });
    const draw = (index) => el("div.code-row", {class: name?.(index) ?? ""}, gutter?.(index),
        el("span.code-number", {"aria-hidden": "true"}, index + 1),
        el("span.code-line", {}, codeLine(lines[index])));
    if (lines.length <= few) {
        root.append(...lines.map((_, index) => draw(index)));
        return root;
    }
    requestAnimationFrame(() => createList({
        root, count: lines.length, estimate: height, overscan: 300, render: draw,
    }));
    return root;
}
