// Three texts become one: what only one side changed is taken, the rest stands between marks.

import {lineDiff} from "./diff.js";

/** What each line of the base became: the lines in its place, with those that came before it. */
function changes(base, side) {
    const parts = Array.from({length: base + 1}, () => ({before: [], kept: true}));
    let at = 0;
    for (const row of side) {
        if (row.op === "+") {
            parts[at].before.push(row.text);
        } else {
            if (row.op === "-") parts[at].kept = false;
            at += 1;
        }
    }
    return parts;
}

const same = (one, other) => one.length === other.length
    && one.every((line, index) => line === other[index]);

/**
 * @returns {{text: string, conflicts: number}} the merged text; each conflict stands in it as
 *     `<<<<<<< ours`, `=======`, `>>>>>>> theirs`
 */
export function mergeTexts(base, ours, theirs) {
    const [left, right] = [lineDiff(base, ours), lineDiff(base, theirs)];
    const lines = left.filter((row) => row.op !== "+").map((row) => row.text);
    const [mine, other] = [changes(lines.length, left), changes(lines.length, right)];
    const isQuiet = (parts, index) => parts[index].kept && parts[index].before.length === 0;
    const result = [];
    let conflicts = 0;
    let at = 0;
    while (at <= lines.length) {
        if (isQuiet(mine, at) && isQuiet(other, at)) {
            if (at < lines.length) result.push(lines[at]);
            at += 1;
            continue;
        }
        let end = at;
        while (end < lines.length && !(mine[end].kept && other[end].kept)) end += 1;
        const part = (parts) => Array.from({length: end - at + 1}, (_, index) => index + at)
            .flatMap((index) => [...parts[index].before,
                ...index < end && parts[index].kept ? [lines[index]] : []]);
        const [was, one, two] = [lines.slice(at, end), part(mine), part(other)];
        if (same(one, two) || same(two, was)) {
            result.push(...one);
        } else if (same(one, was)) {
            result.push(...two);
        } else {
            conflicts += 1;
            result.push("<<<<<<< ours", ...one, "=======", ...two, ">>>>>>> theirs");
        }
        if (end < lines.length) result.push(lines[end]);
        at = end + 1;
    }
    const ends = [ours, theirs].some((text) => text.endsWith("\n"));
    return {text: result.join("\n") + (ends && result.length > 0 ? "\n" : ""), conflicts};
}
