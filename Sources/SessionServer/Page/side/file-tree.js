// The tree of files at the moment, with what the turn has changed in it.

import {el, fill} from "../dom/el.js";
import {createList} from "../dom/list.js";
import {bytes, plural} from "../dom/number.js";
import {plainText} from "../text/draw.js";
import {drawCounts} from "../text/draw-diff.js";
import {counts, lineDiff} from "../text/diff.js";
import {failure, nothing} from "./asking.js";
import {at, beforeTurn, momentKey, sessionPath} from "./moments.js";
import {changesOf, seenRows, treeOf} from "./tree.js";

/** Changed files whose lines are counted. */
const counted = 40;
const row = 26;

/** The files at the moment and before its turn, and how many lines came and went in each. */
async function load(context, signal) {
    const {store, api} = context;
    const path = sessionPath(store.state);
    const now = at(store.state);
    const before = await beforeTurn(context, signal);
    const [{files}, {files: old}] = await Promise.all([
        api.get(`${path}/files`, {at: now, removed: true}, {signal}),
        api.get(`${path}/files`, {at: before}, {signal}),
    ]);
    return {now, before, path, files, changes: changesOf(old, files)};
}

/** How many lines of a file came and went since the turn began. */
async function lineCounts(api, {path, before, now, changes}, file) {
    const text = async (at) => (await api.get(`${path}/content`, {path: file, at})).text ?? "";
    const [old, next] = await Promise.all([
        changes.get(file) === "added" ? "" : text(before), text(now),
    ]);
    return counts(lineDiff(old, next));
}

function drawName({name, path, file, children}, isOpen) {
    return [
        el("span.tree-fold", {"aria-hidden": "true"}, children ? (isOpen ? "▾" : "▸") : ""),
        el("span.tree-name.cut", {title: path},
            plainText(children ? name.split("/").at(-1) : name)),
        file?.removed && el("span.tree-state.went", {}, "removed"),
    ];
}

/** Draws the tree into its root. */
export function createTree(root, context) {
    const {store, api} = context;
    const head = el("div.tree-head");
    const body = el("div.tree", {
        role: "tree", tabIndex: 0, "aria-label": "Files at the moment", onkeydown: press,
    });
    root.append(head, body);
    const closed = new Set();
    let all = null;
    let rows = [];
    let list = null;
    let onlyChanged = false;
    let focused = 0;
    let asking = null;

    function drawRow(index) {
        const {node, depth} = rows[index];
        const isOpen = node.children && !closed.has(node.path);
        const isChosen = node.file && node.path === store.state.path;
        const change = all.changes.get(node.path);
        return el("div.tree-row", {
            role: "treeitem", id: `file-${index}`, "aria-level": depth + 1,
            "aria-expanded": node.children ? String(isOpen) : null,
            "aria-selected": String(Boolean(isChosen)), "data-focused": index === focused || null,
            class: change ? `is-${change}` : "", style: {"--depth": depth},
            onclick: () => choose(index),
        }, drawName(node, isOpen), facts(node, change));
    }

    function facts(node, change) {
        if (!node.file) {
            if (node.path !== rows[0]?.node.path) return null;
            return el("span.tree-fact", {}, `${plural(fileCount(), "file")}, as of ${all.now}`);
        }
        const {file} = node;
        const lines = el("span.tree-lines");
        const isKnown = change && change !== "removed" && !file.unknown;
        if (isKnown) countLines(node.path, lines);
        const size = file.size === undefined ? "unknown" : bytes(file.size);
        return el("span.tree-fact", {}, lines, change === "added" && "new",
            !change && `${size} · @${file.revision}`);
    }

    function fileCount() {
        return all.files.filter((file) => !file.removed).length;
    }

    function countLines(path, node) {
        if (all.changes.size > counted) return;
        const mine = all;
        mine.lines ??= new Map();
        if (!mine.lines.has(path)) {
            mine.lines.set(path, lineCounts(api, mine, path));
        }
        mine.lines.get(path).then((found) => node.replaceChildren(drawCounts(found)))
            .catch(() => {});
    }

    function arrange() {
        const files = all.files.filter((file) => onlyChanged || !file.removed
            || all.changes.has(file.path));
        const shown = onlyChanged ? files.filter((file) => all.changes.has(file.path)) : files;
        rows = seenRows(treeOf(shown), closed);
        focused = Math.max(0, Math.min(focused, rows.length - 1));
    }

    function draw() {
        arrange();
        drawHead();
        if (rows.length === 0) {
            list?.stop();
            list = null;
            body.removeAttribute("aria-activedescendant");
            body.replaceChildren(onlyChanged
                ? nothing("This turn changed no file", "Show all files to see the others.")
                : nothing("No files yet",
                    "Files appear here when a tool or a person changes one."));
            return;
        }
        const top = body.scrollTop;
        list?.stop();
        list = createList({
            root: body, count: rows.length, estimate: row, overscan: 200, render: drawRow,
            role: "presentation",
        });
        body.scrollTop = top;
        focusRow(focused);
    }

    function drawHead() {
        head.replaceChildren(
            el("span.faint", {}, all.changes.size > 0
                ? `This turn changed ${plural(all.changes.size, "file")}`
                : "Nothing changed this turn"),
            el("button.button.small", {
                type: "button", "aria-pressed": String(onlyChanged),
                onclick: () => {
                    onlyChanged = !onlyChanged;
                    draw();
                },
            }, "Changed only"));
    }

    function focusRow(index) {
        body.querySelector("[data-focused]")?.removeAttribute("data-focused");
        focused = index;
        list.scrollTo(index, "nearest");
        list.row(index)?.firstElementChild.setAttribute("data-focused", "");
        body.setAttribute("aria-activedescendant", `file-${index}`);
    }

    function choose(index) {
        focused = index;
        const {node} = rows[index];
        if (node.file) {
            store.change("file", {path: node.path});
            return;
        }
        if (closed.has(node.path)) closed.delete(node.path);
        else closed.add(node.path);
        draw();
    }

    function press(event) {
        if (rows.length === 0) return;
        const {node, depth} = rows[focused];
        const moves = {
            ArrowDown: focused + 1, ArrowUp: focused - 1, Home: 0, End: rows.length - 1,
        };
        const isOpen = node.children && !closed.has(node.path);
        if (event.key in moves) {
            focusRow(Math.max(0, Math.min(rows.length - 1, moves[event.key])));
        } else if (event.key === "Enter" || event.key === " ") {
            choose(focused);
        } else if (event.key === "ArrowRight" && node.children) {
            if (isOpen) focusRow(Math.min(rows.length - 1, focused + 1));
            else choose(focused);
        } else if (event.key === "ArrowLeft") {
            const parent = rows.findLastIndex((one, index) => index < focused && one.depth < depth);
            if (isOpen) choose(focused);
            else if (parent >= 0) focusRow(parent);
        } else {
            return;
        }
        event.preventDefault();
    }

    async function ask() {
        asking?.abort();
        const mine = new AbortController();
        asking = mine;
        try {
            const found = await load(context, mine.signal);
            if (asking !== mine) return;
            all = found;
            draw();
        } catch (error) {
            if (asking !== mine || error.name === "AbortError") return;
            list?.stop();
            list = null;
            body.replaceChildren(failure(error, ask));
        }
    }

    let timer = 0;
    function clear() {
        all = null;
        asking?.abort();
        list?.stop();
        list = null;
        fill(head);
        fill(body, el("p.waiting", {}, "Loading"));
    }

    const stops = [
        store.watch(sessionPath, clear),
        store.watch(momentKey, (key) => {
            clearTimeout(timer);
            if (key) timer = setTimeout(ask, all ? 90 : 0);
        }),
        store.watch((state) => state.path, () => list?.refresh()),
    ];
    return {
        stop() {
            stops.forEach((stop) => stop());
            clearTimeout(timer);
            asking?.abort();
            list?.stop();
        },
    };
}
