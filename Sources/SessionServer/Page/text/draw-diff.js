// Draws a difference, hunk by hunk: a sign, the number and the line.

import {el} from "../dom/el.js";
import {codeLine} from "./draw.js";
import {highlightedLines} from "./highlight.js";

const names = {" ": "same", "+": "came", "-": "went"};
const words = {"+": "added: ", "-": "removed: "};

function drawRow(row, tokens, numbers) {
    const number = row.op === "-" ? row.old : row.new;
    return el(`div.diff-row.${names[row.op]}`, {},
        numbers && el("span.diff-number", {"aria-hidden": "true"}, number ?? ""),
        el("span.diff-sign", {"aria-hidden": "true"}, row.op),
        el("span.diff-text", {},
            words[row.op] && el("span.visually-hidden", {}, words[row.op]), codeLine(tokens)));
}

/**
 * @param {object[][]} hunks of `diff.js`
 * @param {object} [options]
 * @param {object|null} [options.language] of `languages.js`
 * @param {boolean} [options.numbers] whether lines have their numbers
 * @param {number} [options.limit] rows at most before somebody asks for the others
 */
export function drawDiff(hunks, {language = null, numbers = false, limit = 200} = {}) {
    const node = el("div.diff", {role: "group", "aria-label": "Difference"});
    const all = hunks.flatMap((hunk, index) => hunk.map((row, at) => ({
        row, begins: index > 0 && at === 0,
    })));
    const draw = (from, to) => {
        const part = all.slice(from, to);
        const lines = highlightedLines(part.map(({row}) => row.text).join("\n"), language);
        part.forEach(({row, begins}, index) => {
            if (begins) node.append(el("div.diff-gap", {"aria-hidden": "true"}, "⋯"));
            node.append(drawRow(row, lines[index] ?? [], numbers));
        });
    };
    draw(0, limit);
    if (all.length > limit) {
        const more = el("button.more", {
            type: "button",
            onclick: () => {
                more.remove();
                draw(limit, all.length);
            },
        }, `Show all ${all.length} lines`);
        node.append(more);
    }
    return node;
}

/** `+2 −1`, in their colours. */
export function drawCounts({added, removed}) {
    return el("span.counts", {},
        added > 0 && el("span.came", {title: `${added} lines added`}, `+${added}`),
        removed > 0 && el("span.went", {title: `${removed} lines removed`}, `−${removed}`));
}
