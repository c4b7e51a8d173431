// The tree of files at the moment, with what the turn has changed in it.

import {el, fill} from "../dom/el.js";
import {createList} from "../dom/list.js";
import {plural} from "../dom/number.js";
import {failure, nothing} from "./asking.js";
import {drawTreeRow} from "./file-row.js";
import {at, beforeTurn, momentKey, sessionPath} from "./moments.js";
import {changesOf, seenRows, treeOf} from "./tree.js";

const height = 26;
/** Milliseconds that a moment has to stay before it is asked for. */
const rest = 90;

/** The files at the moment and before its turn. */
async function load(context, signal) {
    const {store, api} = context;
    const path = sessionPath(store.state);
    const now = at(store.state);
    const before = await beforeTurn(context, signal);
    const [{files}, {files: old}] = await Promise.all([
        api.get(`${path}/files`, {at: now, removed: true}, {signal}),
        api.get(`${path}/files`, {at: before}, {signal}),
    ]);
    return {now, before, path, files, changes: changesOf(old, files), lines: new Map()};
}

class FileTree {
    constructor(root, context) {
        this.context = context;
        this.head = el("div.tree-head");
        this.body = el("div.tree", {
            role: "tree", tabIndex: 0, "aria-label": "Files at the moment",
            onkeydown: (event) => this.press(event),
        });
        root.append(this.head, this.body);
        /** Paths of folders whose content is not shown. */
        this.closed = new Set();
        this.all = null;
        this.rows = [];
        this.list = null;
        this.onlyChanged = false;
        this.focused = 0;
        this.asking = null;
        this.timer = 0;
        const {store} = context;
        this.stops = [
            store.watch(sessionPath, () => this.clear()),
            store.watch(momentKey, (key) => this.moved(key)),
            store.watch((state) => state.path, () => this.list?.refresh()),
        ];
    }

    /** What is shown of another session would be taken for this one's. */
    clear() {
        this.all = null;
        this.asking?.abort();
        this.endList();
        fill(this.head);
        fill(this.body, el("p.waiting", {}, "Loading"));
    }

    moved(key) {
        clearTimeout(this.timer);
        if (key) this.timer = setTimeout(() => this.ask(), this.all ? rest : 0);
    }

    async ask() {
        this.asking?.abort();
        const mine = new AbortController();
        this.asking = mine;
        try {
            const found = await load(this.context, mine.signal);
            if (this.asking !== mine) return;
            this.all = found;
            this.draw();
        } catch (error) {
            if (this.asking !== mine || error.name === "AbortError") return;
            this.endList();
            fill(this.body, failure(error, () => this.ask()));
        }
    }

    endList() {
        this.list?.stop();
        this.list = null;
        this.body.removeAttribute("aria-activedescendant");
    }

    draw() {
        const {all, onlyChanged} = this;
        const files = all.files.filter((file) => all.changes.has(file.path)
            || (!onlyChanged && !file.removed));
        this.rows = seenRows(treeOf(files), this.closed);
        this.focused = Math.max(0, Math.min(this.focused, this.rows.length - 1));
        this.drawHead();
        const top = this.body.scrollTop;
        this.endList();
        if (this.rows.length === 0) {
            fill(this.body, onlyChanged
                ? nothing("This turn changed no file", "Show all files to see the others.")
                : nothing("No files yet",
                    "Files appear here when a tool or a person changes one."));
            return;
        }
        this.list = createList({
            root: this.body, count: this.rows.length, estimate: height, overscan: 200,
            role: "presentation", render: (index) => drawTreeRow(this, index),
        });
        this.body.scrollTop = top;
        this.focusRow(this.focused);
    }

    drawHead() {
        const {changes} = this.all;
        fill(this.head,
            el("span.faint", {}, changes.size > 0
                ? `This turn changed ${plural(changes.size, "file")}`
                : "Nothing changed this turn"),
            el("button.button.small", {
                type: "button", "aria-pressed": String(this.onlyChanged),
                onclick: () => {
                    this.onlyChanged = !this.onlyChanged;
                    this.draw();
                },
            }, "Changed only"));
    }

    focusRow(index) {
        this.body.querySelector("[data-focused]")?.removeAttribute("data-focused");
        this.focused = index;
        this.list.scrollTo(index, "nearest");
        this.list.row(index)?.firstElementChild.setAttribute("data-focused", "");
        this.body.setAttribute("aria-activedescendant", `file-${index}`);
    }

    isOpen({children, path}) {
        return Boolean(children) && !this.closed.has(path);
    }

    /** Shows a file, or opens or closes a folder. */
    choose(index) {
        this.focused = index;
        const {node} = this.rows[index];
        if (node.file) {
            this.context.store.change("file", {path: node.path});
            return;
        }
        if (this.closed.has(node.path)) this.closed.delete(node.path);
        else this.closed.add(node.path);
        this.draw();
    }

    press(event) {
        if (this.rows.length === 0) return;
        const {focused, rows} = this;
        const last = rows.length - 1;
        const moves = {ArrowDown: focused + 1, ArrowUp: focused - 1, Home: 0, End: last};
        if (event.key in moves) this.focusRow(Math.max(0, Math.min(last, moves[event.key])));
        else if (event.key === "Enter" || event.key === " ") this.choose(focused);
        else if (event.key === "ArrowRight") this.goIn();
        else if (event.key === "ArrowLeft") this.goOut();
        else return;
        event.preventDefault();
    }

    goIn() {
        const {node} = this.rows[this.focused];
        if (!node.children) return;
        if (this.isOpen(node)) this.focusRow(Math.min(this.rows.length - 1, this.focused + 1));
        else this.choose(this.focused);
    }

    goOut() {
        const {node, depth} = this.rows[this.focused];
        if (this.isOpen(node)) {
            this.choose(this.focused);
            return;
        }
        const parent = this.rows.findLastIndex((one, index) =>
            index < this.focused && one.depth < depth);
        if (parent >= 0) this.focusRow(parent);
    }

    stop() {
        this.stops.forEach((stop) => stop());
        clearTimeout(this.timer);
        this.asking?.abort();
        this.endList();
    }
}

/** Draws the tree into its root. */
export function createTree(root, context) {
    return new FileTree(root, context);
}
