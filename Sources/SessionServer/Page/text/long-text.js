// A long text: its beginning, all of it on demand in a frame that draws only what is seen, and the
// whole screen for it.

import {openDialog} from "../dom/dialog.js";
import {el} from "../dom/el.js";
import {createList} from "../dom/list.js";
import {bytes} from "../dom/number.js";
import {ansiLines} from "./ansi.js";
import {outputRuns, outputText} from "./draw.js";
import {fold} from "./fold.js";

/** Characters up to which "all of it" is one element. */
const short = 60_000;

/** All of a text in a frame that scrolls. */
function frame(text) {
    if (text.length <= short) return el("pre.output", {tabIndex: 0}, outputText(text));
    const lines = ansiLines(text);
    const root = el("div.output.frame", {tabIndex: 0, "data-keys": "own"});
    // The list measures its root, which has no size before it is on the page.
    queueMicrotask(() => requestAnimationFrame(() => createList({
        root, count: lines.length, estimate: 19, overscan: 200,
        render: (index) => el("div.output-line", {}, outputRuns(lines[index])),
    })));
    return root;
}

/** Shows a text, or what `draw` makes of it, on the whole screen. */
export function openFullScreen(title, text, draw = () => frame(text)) {
    const wrap = el("button.button.small", {
        type: "button", "aria-pressed": "true",
        onclick: () => {
            const isOn = body.classList.toggle("unwrapped");
            wrap.setAttribute("aria-pressed", String(!isOn));
        },
    }, "Wrap lines");
    const body = el("div.full-body", {}, draw());
    const copy = copyButton(() => text);
    const size = new Blob([text]).size;
    const {node, close} = openDialog({
        title, bare: true, class: "full",
        body: [
            el("div.full-head", {},
                el("strong.cut", {}, title), el("span.faint", {}, bytes(size)), wrap, copy,
                el("button.button.small", {type: "button", onclick: () => close()}, "Close")),
            body,
        ],
    });
    return node;
}

/** A button that copies what a function gives, and says so. */
export function copyButton(text, name = "Copy") {
    const button = el("button.button.small.quiet", {
        type: "button",
        onclick: async (event) => {
            event.stopPropagation();
            await navigator.clipboard.writeText(await text());
            button.textContent = "Copied";
            setTimeout(() => { button.textContent = name }, 1500);
        },
    }, name);
    return button;
}

/**
 * The beginning of a text with a button that shows all of it.
 *
 * @param {string} text
 * @param {object} [options]
 * @param {string} [options.title] of the whole screen
 * @param {number} [options.lines] that are shown at first
 */
export function longText(text, {title = "Output", lines} = {}) {
    const shown = fold(text, lines ? {lines} : {});
    const node = el("div.long-text", {}, el("pre.output", {tabIndex: 0}, outputText(shown.text)));
    if (shown.hidden === 0) return node;
    const size = bytes(new Blob([text]).size);
    const bar = el("div.long-bar", {},
        el("button.more", {
            type: "button",
            onclick: (event) => {
                event.stopPropagation();
                node.replaceChildren(frame(text), full);
            },
        }, `Show all ${size}`));
    const full = el("button.more", {
        type: "button",
        onclick: (event) => {
            event.stopPropagation();
            openFullScreen(title, text);
        },
    }, "Full screen");
    bar.append(full);
    node.append(bar);
    return node;
}
