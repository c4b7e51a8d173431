// One branch's line as a list that scrolls: which events are shown, which one is the moment's, what
// is dimmed because it lies behind it.

import {createList} from "../dom/list.js";
import {el} from "../dom/el.js";
import {fits, isOpen} from "../find/filter.js";
import {Source} from "./source.js";
import {createView} from "./view.js";
import {drawEntry} from "./draw-entry.js";
import {forkLine, forksOf} from "./forks.js";
import {answerOf, joined} from "./pieces.js";

/** How far back a shown event is looked for where the moment's own is not shown. */
const farthest = 300;
/** Milliseconds that a place has to stay in view before what is there is fetched. */
const rest = 60;
const touches = ["wheel", "touchmove", "pointerdown", "keydown"];

export class Reader {
    /**
     * @param {{store: object, api: object, rows: object}} context
     * @param {HTMLElement} root what scrolls
     * @param {{session: string, branch: string, head: number, prompts: number[],
     *     onFailed: (error: Error) => void}} what
     */
    constructor(context, root, {session, branch, head, prompts, onFailed}) {
        const {store, api, rows} = context;
        this.store = store;
        this.root = root;
        this.source = new Source({
            api, rows, session, branch, head, onFailed,
            onLoaded: (from, through) => this.loaded(from, through),
        });
        this.view = createView(context, this.source, {
            prompts, refresh: (revision) => this.refresh(revision),
        });
        this.forks = forksOf(store.state.branches, branch);
        /** What stays in view until somebody scrolls, and where it stands there. */
        this.wanted = null;
        /** The revision of the entry that is outlined. */
        this.marked = 0;
        this.timer = 0;
        this.frame = 0;
        this.list = createList({
            root, count: head, estimate: 48, overscan: 500,
            render: (index) => this.draw(index + 1),
            onVisible: (first, last) => this.need(first - 10, last + 40),
        });
        this.release = () => { this.wanted = null; };
        for (const name of touches) root.addEventListener(name, this.release, {passive: true});
        // What is drawn grows when the server tells more of it.
        this.growing = new ResizeObserver(() => this.showAgain());
        this.growing.observe(root.firstElementChild);
    }

    /** Fetches what is in view once it stays there; the first time at once. */
    need(first, last) {
        clearTimeout(this.timer);
        if (this.source.has(first, last)) return;
        const isFirst = this.source.loaded.size === 0 && this.source.loading.size === 0;
        this.timer = setTimeout(() => this.source.need(first, last), isFirst ? 0 : rest);
    }

    draw(revision) {
        const entry = this.source.at(revision);
        if (entry === undefined) return el("div.column", {}, el("div.skeleton"));
        const isVisible = entry && this.isShown(revision, entry);
        const node = isVisible ? drawEntry(this.view, joined(this.source, entry)) : null;
        const divider = forkLine(this.view, this.forks, revision);
        if (!node && !divider) return el("div");
        if (node) this.mark(node, this.store.state.moment.revision);
        return el("div.column", {}, divider, node);
    }

    isShown(revision, {row, sort}) {
        const {source} = this;
        const isOwned = source.ownerOf(revision) !== revision;
        if (isOwned || answerOf(source, revision) !== revision) return false;
        const {filter, bookkeeping} = this.store.state;
        if (sort === "record" && !bookkeeping) return false;
        if (isOpen(filter) || revision === this.marked) return true;
        const {results, files} = source.pairing;
        const all = [row, ...results.get(revision) ?? [], ...files.get(revision) ?? []];
        return all.some((one) => fits(one, filter));
    }

    /** The shown event that stands for a revision: its card, or what was said before it. */
    shownFor(revision) {
        for (let at = revision; at > Math.max(0, revision - farthest); at -= 1) {
            const owner = answerOf(this.source, this.source.ownerOf(at));
            const entry = this.source.at(owner);
            if (entry === undefined) return at;
            if (entry && (owner !== at || this.isShown(owner, entry))) return owner;
        }
        return revision;
    }

    mark(node, moment) {
        const revision = Number(node.dataset.revision);
        const isHere = revision === this.marked;
        const isPartly = revision <= moment && Number(node.dataset.last) > moment;
        node.classList.toggle("later", revision > moment);
        node.classList.toggle("partly-later", isPartly);
        node.classList.toggle("here", isHere);
        if (isHere) node.setAttribute("aria-current", "true");
        else node.removeAttribute("aria-current");
    }

    markAll() {
        const {revision} = this.store.state.moment;
        this.marked = this.shownFor(revision);
        for (const node of this.root.querySelectorAll(".entry")) this.mark(node, revision);
    }

    loaded(from, through) {
        // A result that came now belongs to a call of before.
        this.list.refresh(Math.max(0, from - 60), through - 1);
        this.markAll();
        this.showAgain();
    }

    showAgain() {
        if (this.wanted) this.show(this.wanted.revision, this.wanted.align);
    }

    /** Shows a revision; until somebody scrolls it stays in view while more is loaded. */
    show(revision, align = "nearest") {
        this.wanted = {revision, align};
        const owner = this.shownFor(revision);
        const isFar = align === "nearest" && !this.isInView(this.list.row(owner - 1));
        this.list.scrollTo(owner - 1, isFar ? "center" : align);
    }

    isInView(row) {
        if (!row) return false;
        const [box, frame] = [row, this.root].map((node) => node.getBoundingClientRect());
        return box.bottom >= frame.top && box.top <= frame.bottom;
    }

    /** Takes that the moment is another; however often in a frame, it is drawn once. */
    travelled() {
        this.frame ||= requestAnimationFrame(() => {
            this.frame = 0;
            const {moment} = this.store.state;
            if (moment.branch !== this.source.branch) return;
            this.markAll();
            this.show(moment.revision, moment.isNow ? "end" : "nearest");
        });
    }

    /** Takes that the line has grown. */
    grow(head, isNow) {
        this.source.grow(head);
        this.list.setCount(head);
        this.source.need(this.list.visible.first, head);
        if (isNow) this.show(head, "end");
    }

    /** Draws an event anew, or all of them. */
    refresh(revision) {
        if (revision === undefined) this.list.refresh();
        else this.list.refresh(revision - 1, revision - 1);
        this.markAll();
    }

    /** Opens or closes the card of the moment. */
    toggleCard() {
        this.root.querySelector(".entry.here .card-head")?.click();
    }

    stop() {
        clearTimeout(this.timer);
        cancelAnimationFrame(this.frame);
        this.growing.disconnect();
        this.source.stop();
        this.list.stop();
        for (const name of touches) this.root.removeEventListener(name, this.release);
        this.root.replaceChildren();
    }
}
