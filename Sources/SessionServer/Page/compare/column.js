// One side of a comparison: what was said on a line behind a revision.

import {createList} from "../dom/list.js";
import {el} from "../dom/el.js";
import {Source} from "../conversation/source.js";
import {createView} from "../conversation/view.js";
import {drawEntry} from "../conversation/draw-entry.js";
import {folderOf} from "../conversation/folder.js";
import {answerOf, joined} from "../conversation/pieces.js";

/**
 * @param {object} context
 * @param {{session: string, branch: string, revision: number, after: number, label: string}} side
 * @returns {{node: HTMLElement, stop: () => void}}
 */
export function createColumn(context, {session, branch, revision, after, label}) {
    const {api, rows} = context;
    const count = Math.max(0, revision - after);
    const root = el("div.compare-scroll", {tabIndex: 0, role: "region", "aria-label": label});
    const node = el("section.compare-column", {}, el("h3.compare-name", {}, label,
        el("span.faint", {}, count === 0 ? "nothing behind it" : `from @${after + 1} on`)), root);
    if (count === 0) {
        root.append(el("p.state.faint", {},
            "Nothing was said here behind the point where they part."));
        return {node, stop: () => {}};
    }
    let list = null;
    const source = new Source({
        api, rows, session, branch, head: revision,
        onLoaded: (from, through) => list?.refresh(Math.max(0, from - after - 60), through - after),
        onFailed: (error) => root.append(el("p.wrong", {role: "alert"}, error.message)),
    });
    const view = createView(context, source, {
        prompts: [], refresh: (at) => list.refresh(at - after - 1, at - after - 1),
    });

    function draw(index) {
        const at = after + index + 1;
        const entry = source.at(at);
        if (entry === undefined) return el("div.skeleton");
        const isShown = entry && entry.sort !== "record" && source.ownerOf(at) === at
            && answerOf(source, at) === at;
        return (isShown && drawEntry(view, joined(source, entry))) || el("div");
    }

    folderOf(api, session).then((folder) => {
        if (folder === null) return;
        view.cwd = folder;
        list?.refresh();
    });
    requestAnimationFrame(() => {
        list = createList({
            root, count, estimate: 48, overscan: 400, render: draw,
            onVisible: (first, last) => source.need(after + first, after + last + 30),
        });
    });
    return {
        node,
        stop: () => {
            source.stop();
            list?.stop();
        },
    };
}
