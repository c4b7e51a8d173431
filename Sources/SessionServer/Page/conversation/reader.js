// One branch's line as a list that scrolls: which events are shown, which one is the moment's, what
// is dimmed because it lies behind it.

import {createList} from "../dom/list.js";
import {el} from "../dom/el.js";
import {fits, isOpen} from "../find/filter.js";
import {createSource} from "./source.js";
import {createView} from "./view.js";
import {drawEntry} from "./draw-entry.js";
import {forkLine, forksOf} from "./forks.js";
import {answerOf, joined} from "./pieces.js";

/** How far back a shown event is looked for where the moment's own is not shown. */
const farthest = 300;

/**
 * @param {{store: object, api: object, rows: object}} context
 * @param {HTMLElement} root what scrolls
 * @param {{session: string, branch: string, head: number, prompts: number[],
 *     onFailed: (error: Error) => void}} what
 */
export function createReader(context, root, {session, branch, head, prompts, onFailed}) {
    const {store, api, rows} = context;
    const source = createSource({api, rows, session, branch, head, onLoaded, onFailed});
    const view = createView(context, source, {prompts, refresh});
    const forks = forksOf(store.state.branches, branch);
    let wanted = null;
    let alignment = "nearest";
    let marked = 0;

    const list = createList({
        root, count: head, estimate: 48, overscan: 500,
        render: (index) => draw(index + 1),
        onVisible: (first, last) => source.need(first - 10, last + 40),
    });

    function draw(revision) {
        const entry = source.at(revision);
        if (entry === undefined) return el("div.column", {}, el("div.skeleton"));
        const isVisible = entry && isShown(revision, entry);
        const node = isVisible ? drawEntry(view, joined(source, entry)) : null;
        const divider = forkLine(view, forks, revision);
        if (!node && !divider) return el("div");
        if (node) mark(node, store.state.moment.revision);
        return el("div.column", {}, divider, node);
    }

    function isShown(revision, {row, sort}) {
        const isOwned = source.ownerOf(revision) !== revision;
        if (isOwned || answerOf(source, revision) !== revision) return false;
        if (sort === "record" && !store.state.bookkeeping) return false;
        const {filter} = store.state;
        if (isOpen(filter) || revision === marked) return true;
        const {results, files} = source.pairing;
        const all = [row, ...results.get(revision) ?? [], ...files.get(revision) ?? []];
        return all.some((one) => fits(one, filter));
    }

    /** The shown event that stands for a revision: its card, or what was said before it. */
    function shownFor(revision) {
        for (let at = revision; at > Math.max(0, revision - farthest); at -= 1) {
            const owner = answerOf(source, source.ownerOf(at));
            const entry = source.at(owner);
            if (entry === undefined) return at;
            if (entry && (owner !== at || isShown(owner, entry))) return owner;
        }
        return revision;
    }

    function mark(node, moment) {
        const revision = Number(node.dataset.revision);
        const isHere = revision === marked;
        node.classList.toggle("later", revision > moment);
        const isPartly = revision <= moment && Number(node.dataset.last) > moment;
        node.classList.toggle("partly-later", isPartly);
        node.classList.toggle("here", isHere);
        if (isHere) node.setAttribute("aria-current", "true");
        else node.removeAttribute("aria-current");
    }

    function markAll(moment) {
        marked = shownFor(moment);
        for (const node of root.querySelectorAll(".entry")) mark(node, moment);
    }

    function onLoaded(from, through) {
        // A result that came now belongs to a call of before.
        list.refresh(Math.max(0, from - 60), through - 1);
        markAll(store.state.moment.revision);
        if (wanted !== null) show(wanted, alignment);
    }

    /** Shows a revision; until somebody scrolls it stays in view while more is loaded. */
    function show(revision, align = "nearest") {
        wanted = revision;
        alignment = align;
        const owner = shownFor(revision);
        const row = list.row(owner - 1);
        const isFar = !row || row.getBoundingClientRect().bottom < root.getBoundingClientRect().top
            || row.getBoundingClientRect().top > root.getBoundingClientRect().bottom;
        list.scrollTo(owner - 1, isFar && align === "nearest" ? "center" : align);
    }

    /** Takes that the moment is another. */
    function travelled(moment) {
        markAll(moment.revision);
        show(moment.revision, moment.isNow ? "end" : "nearest");
    }

    /** Takes that the line has grown. */
    function grow(next, isNow) {
        source.grow(next);
        list.setCount(next);
        source.need(list.visible.first, next);
        if (isNow) show(next, "end");
    }

    function refresh(revision) {
        if (revision === undefined) list.refresh();
        else list.refresh(revision - 1, revision - 1);
        markAll(store.state.moment.revision);
    }

    // What is drawn grows when the server tells more of it.
    const growing = new ResizeObserver(() => { if (wanted !== null) show(wanted, alignment); });
    growing.observe(root.firstElementChild);

    const release = () => { wanted = null };
    for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) {
        root.addEventListener(name, release, {passive: true});
    }

    /** Opens or closes the card of the moment. */
    function toggleCard() {
        const head = root.querySelector(".entry.here .card-head");
        head?.click();
        return head !== null;
    }

    function stop() {
        growing.disconnect();
        source.stop();
        list.stop();
        for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) {
            root.removeEventListener(name, release);
        }
        root.replaceChildren();
    }

    return {view, source, travelled, grow, refresh, toggleCard, stop};
}
