// A list of any length of which only what is visible exists. Rows may be unequal in height: what a
// person reads stays where it is while rows above are measured, or come in before.

import {el} from "./el.js";
import {createHeights} from "./heights.js";

/** A browser draws nothing beyond some million pixels: a longer list scrolls in proportion. */
const highest = 8_000_000;

/**
 * @param {object} options
 * @param {HTMLElement} options.root what scrolls; it gets the list as its only child
 * @param {number} [options.count] how many rows
 * @param {(index: number) => Node} options.render makes a row; may be called again for the same
 * @param {(index: number) => string|number} [options.key] what a row is known by
 * @param {number} [options.estimate] height of a row that was never seen, in pixels
 * @param {number} [options.overscan] pixels above and below that exist besides
 * @param {(first: number, last: number) => void} [options.onVisible] after what is visible changed
 * @param {string} [options.role] of the list, such as "list"; its rows are items then
 */
export function createList(options) {
    return new List(options);
}

class List {
    #rows = new Map();
    #known = new WeakMap();
    /** Where the list is scrolled to, and where the element is: the same unless it is too long. */
    #at = 0;
    #physical = 0;
    #seen = {first: -1, last: -1};
    #frame = 0;
    /** Read only when it changed: to read it has the browser lay out the page. */
    #viewport = 0;
    #scrolled = () => this.#scroll();

    constructor({
        root, count = 0, render, key = (index) => index, estimate = 60, overscan = 400, onVisible,
        role = null,
    }) {
        Object.assign(this, {root, render, key, overscan, onVisible, role});
        this.heights = createHeights(count, estimate);
        this.inner = el("div.list-rows", {role});
        this.space = el("div.list-space", {role: role ? "presentation" : null}, this.inner);
        root.replaceChildren(this.space);
        root.classList.add("list");
        this.measuring = new ResizeObserver((entries) => this.#measure(entries));
        this.resizing = new ResizeObserver(() => {
            this.#viewport = root.clientHeight;
            this.draw();
        });
        this.#viewport = root.clientHeight;
        root.addEventListener("scroll", this.#scrolled, {passive: true});
        this.resizing.observe(root);
        this.draw();
    }

    get count() { return this.heights.count; }

    get visible() { return {first: this.heights.indexAt(this.#at), last: this.#seen.last}; }

    get #furthest() { return Math.max(this.heights.total - this.#viewport, 0); }

    get #isLong() { return this.heights.total > highest; }

    /** The element of a row, where it exists. */
    row(index) { return this.#rows.get(this.key(index)) ?? null; }

    /** Changes the number of rows; `before` of them are new at the beginning. */
    setCount(next, before = 0) {
        this.heights.resize(next, before);
        this.#at = this.#clamped(this.#at + this.heights.top(before));
        this.#seen = {first: -1, last: -1};
        this.#place();
        this.draw();
    }

    /** Makes rows anew that are there: of a range, or all. */
    refresh(from = 0, through = this.heights.count - 1) {
        for (const [name, row] of this.#rows) {
            const index = Number(row.dataset.index);
            if (index < from || index > through) continue;
            if (index < this.heights.count && this.key(index) === name) this.#remake(row, index);
            else this.#drop(name, row);
        }
        this.draw();
    }

    /** Scrolls a row into view: to the start, the center, the end, or as little as needed. */
    scrollTo(index, align = "nearest") {
        if (this.heights.count === 0) return;
        for (let round = 0; round < 3; round++) {
            this.#at = this.#clamped(this.#wanted(index, align));
            this.#place();
            this.draw();
            if (!this.#measureNow()) return;
        }
    }

    /** What is at the top, to come back to: `{key, index, offset}`. */
    anchor() {
        const index = this.heights.indexAt(this.#at);
        const key = this.heights.count ? this.key(index) : null;
        return {index, key, offset: this.#at - this.heights.top(index)};
    }

    /** Comes back to an anchor. */
    restore({index, offset}) {
        this.#at = this.#clamped(this.heights.top(Math.min(index, this.count - 1)) + offset);
        this.#place();
        this.draw();
    }

    /** Has the rows that are visible, and says which they are. */
    draw() {
        cancelAnimationFrame(this.#frame);
        this.#frame = 0;
        if (this.#arrange()) this.#arrange();
        this.#tell();
    }

    /** Ends it. */
    stop() {
        this.root.removeEventListener("scroll", this.#scrolled);
        this.measuring.disconnect();
        this.resizing.disconnect();
    }

    #scroll() {
        const next = this.root.scrollTop;
        const moved = next - this.#physical;
        if (!this.#isLong) this.#at = next;
        else if (Math.abs(moved) < 2 * this.#viewport) this.#at = this.#clamped(this.#at + moved);
        else this.#at = this.#clamped(next / (highest - this.#viewport) * this.#furthest);
        this.#physical = next;
        this.#frame ||= requestAnimationFrame(() => this.draw());
    }

    #clamped(value) { return Math.max(0, Math.min(value, this.#furthest)); }

    #wanted(index, align) {
        const top = this.heights.top(index);
        const height = this.heights.height(index);
        const view = this.#viewport;
        if (align === "start") return top;
        if (align === "center") return top - Math.max((view - height) / 2, 0);
        if (align === "end") return top + height - view;
        if (top < this.#at) return top;
        if (top + height > this.#at + view) return Math.min(top, top + height - view);
        return this.#at;
    }

    #stretch() {
        this.space.style.height = `${Math.min(this.heights.total, highest)}px`;
    }

    /** Puts the scroll bar to where the list is. */
    #place() {
        this.#stretch();
        const wanted = this.#isLong
            ? this.#at / Math.max(this.#furthest, 1) * (highest - this.#viewport) : this.#at;
        if (Math.abs(this.root.scrollTop - wanted) >= 1) this.root.scrollTop = wanted;
        this.#physical = this.root.scrollTop;
        if (!this.#isLong) this.#at = this.#clamped(this.#at);
    }

    /** Has exactly the rows that are needed; whether one came with another height to its place. */
    #arrange() {
        this.#stretch();
        const {heights} = this;
        const isEmpty = heights.count === 0;
        const first = heights.indexAt(Math.max(this.#at - this.overscan, 0));
        const last = isEmpty ? -1 : heights.indexAt(this.#at + this.#viewport + this.overscan);
        const wanted = new Set();
        for (let index = first; index <= last; index++) wanted.add(this.key(index));
        for (const [name, row] of this.#rows) if (!wanted.has(name)) this.#drop(name, row);
        let before = null;
        let isOther = false;
        for (let index = first; index <= last; index++) {
            const row = this.#rowAt(index);
            const height = this.#known.get(row);
            if (height !== undefined) isOther = heights.measure(index, height) !== 0 || isOther;
            const next = before ? before.nextSibling : this.inner.firstChild;
            if (row !== next) this.inner.insertBefore(row, next);
            before = row;
        }
        const top = isEmpty ? 0 : heights.top(first) - this.#at + this.#physical;
        this.inner.style.transform = `translateY(${top}px)`;
        return isOther;
    }

    #rowAt(index) {
        const name = this.key(index);
        let row = this.#rows.get(name);
        if (!row) {
            const role = this.role === "list" ? "listitem" : null;
            row = el("div.list-row", {role}, this.render(index));
            this.#rows.set(name, row);
            this.measuring.observe(row);
        }
        row.dataset.index = index;
        return row;
    }

    #drop(name, row) {
        if (row.contains(document.activeElement)) this.root.focus({preventScroll: true});
        this.measuring.unobserve(row);
        row.remove();
        this.#rows.delete(name);
    }

    #remake(row, index) {
        const hadFocus = row.contains(document.activeElement);
        row.replaceChildren(this.render(index));
        if (!hadFocus) return;
        row.querySelector("button, a, input, [tabindex]")?.focus({preventScroll: true});
    }

    #tell() {
        const first = this.heights.indexAt(this.#at);
        const last = this.heights.indexAt(this.#at + this.#viewport - 1);
        if (first === this.#seen.first && last === this.#seen.last) return;
        this.#seen = {first, last};
        this.onVisible?.(first, last);
    }

    /** Takes heights over; what is above what a person reads moves nothing. */
    #measure(entries) {
        // Told before the one that watches the viewport: of a list that was just hidden all rows
        // would be 0 high, and so they would stay.
        this.#viewport = this.root.clientHeight;
        if (this.#viewport === 0) return;
        const top = this.heights.indexAt(this.#at);
        let shift = 0;
        let isOther = false;
        for (const {target, borderBoxSize} of entries) {
            if (!target.isConnected) continue;
            const index = Number(target.dataset.index);
            const height = borderBoxSize[0].blockSize;
            this.#known.set(target, height);
            const growth = this.heights.measure(index, height);
            if (index < top) shift += growth;
            isOther ||= growth !== 0;
        }
        if (!isOther) return;
        this.#at += shift;
        if (shift !== 0) this.#place();
        this.draw();
    }

    /** Measures what is drawn at once; whether something is other than was thought. */
    #measureNow() {
        if (this.#viewport === 0) return false;
        let isOther = false;
        for (const row of this.inner.children) {
            const {height} = row.getBoundingClientRect();
            this.#known.set(row, height);
            isOther = this.heights.measure(Number(row.dataset.index), height) !== 0 || isOther;
        }
        return isOther;
    }
}
