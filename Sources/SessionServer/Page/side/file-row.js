// One row of the tree of files: its name, and what is known of it at the moment.

import {el} from "../dom/el.js";
import {bytes, plural} from "../dom/number.js";
import {counts, lineDiff} from "../text/diff.js";
import {drawCounts} from "../text/draw-diff.js";
import {plainText} from "../text/draw.js";

/** Changed files whose lines are counted. */
const counted = 40;

/** How many lines of a file came and went since the turn began. */
async function lineCounts(api, {path, before, now, changes}, file) {
    const text = async (at) => (await api.get(`${path}/content`, {path: file, at})).text ?? "";
    const [old, next] = await Promise.all([
        changes.get(file) === "added" ? "" : text(before), text(now),
    ]);
    return counts(lineDiff(old, next));
}

/** Counts the lines of a file once, and shows them when they are known. */
function countLines({all, context}, path, node) {
    if (all.changes.size > counted) return;
    if (!all.lines.has(path)) all.lines.set(path, lineCounts(context.api, all, path));
    // A row without its counts is a row still.
    all.lines.get(path).then((found) => node.replaceChildren(drawCounts(found))).catch(() => {});
}

function facts(tree, node, change) {
    const {all, rows} = tree;
    if (!node.file) {
        if (node.path !== rows[0]?.node.path) return null;
        const files = all.files.filter((file) => !file.removed).length;
        return el("span.tree-fact", {}, `${plural(files, "file")}, as of ${all.now}`);
    }
    const {file} = node;
    const lines = el("span.tree-lines");
    if (change && change !== "removed" && !file.unknown) countLines(tree, node.path, lines);
    const size = file.size === undefined ? "unknown" : bytes(file.size);
    return el("span.tree-fact", {}, lines, change === "added" && "new",
        !change && `${size} · @${file.revision}`);
}

function drawName({name, path, file, children}, isOpen) {
    return [
        el("span.tree-fold", {"aria-hidden": "true"}, children ? (isOpen ? "▾" : "▸") : ""),
        el("span.tree-name.cut", {title: path},
            plainText(children ? name.split("/").at(-1) : name)),
        file?.removed && el("span.tree-state.went", {}, "removed"),
    ];
}

/** @param {object} tree of `file-tree.js` */
export function drawTreeRow(tree, index) {
    const {node, depth} = tree.rows[index];
    const isOpen = tree.isOpen(node);
    const isChosen = Boolean(node.file) && node.path === tree.context.store.state.path;
    const change = tree.all.changes.get(node.path);
    return el("div.tree-row", {
        role: "treeitem", id: `file-${index}`, "aria-level": depth + 1,
        "aria-expanded": node.children ? String(isOpen) : null,
        "aria-selected": String(isChosen), "data-focused": index === tree.focused || null,
        class: change ? `is-${change}` : "", style: {"--depth": depth},
        onclick: () => tree.choose(index),
    }, drawName(node, isOpen), facts(tree, node, change));
}
