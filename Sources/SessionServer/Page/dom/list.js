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
 * @param {string} [options.role] of the list, such as "list" or "listbox"; rows are its items
 */
export function createList({
    root, count = 0, render, key = (index) => index, estimate = 60, overscan = 400, onVisible,
    role = null,
}) {
    const heights = createHeights(count, estimate);
    const inner = el("div.list-rows", {role});
    const space = el("div.list-space", {role: role ? "presentation" : null}, inner);
    root.replaceChildren(space);
    root.classList.add("list");
    const rows = new Map();
    const known = new WeakMap();
    let at = 0;
    let seen = {first: -1, last: -1};
    let physical = 0;
    let frame = 0;
    const measuring = new ResizeObserver(measure);
    const resizing = new ResizeObserver(() => draw());

    function viewport() { return root.clientHeight; }
    function furthest() { return Math.max(heights.total - viewport(), 0); }
    function spaceHeight() { return Math.min(heights.total, highest); }

    function scrolled() {
        const next = root.scrollTop;
        const moved = next - physical;
        if (heights.total <= highest) at = next;
        else if (Math.abs(moved) < 2 * viewport()) at = clamped(at + moved);
        else at = clamped(next / (highest - viewport()) * furthest());
        physical = next;
        frame ||= requestAnimationFrame(() => draw());
    }

    function clamped(value) { return Math.max(0, Math.min(value, furthest())); }

    /** Puts the scroll bar to where `at` is. */
    function place() {
        space.style.height = `${spaceHeight()}px`;
        const whole = heights.total <= highest;
        const wanted = whole ? at : at / Math.max(furthest(), 1) * (highest - viewport());
        if (Math.abs(root.scrollTop - wanted) >= 1) root.scrollTop = wanted;
        physical = root.scrollTop;
        if (whole) at = clamped(at);
    }

    function draw() {
        cancelAnimationFrame(frame);
        frame = 0;
        const isOther = arrange();
        if (isOther) arrange();
        tell();
    }

    /** Has exactly the rows that are needed; whether one came with another height to its place. */
    function arrange() {
        if (heights.count === 0) {
            for (const [name, row] of rows) drop(name, row);
            space.style.height = "0";
            return false;
        }
        space.style.height = `${spaceHeight()}px`;
        const first = heights.indexAt(Math.max(at - overscan, 0));
        const last = heights.indexAt(at + viewport() + overscan);
        const wanted = new Set();
        for (let index = first; index <= last; index++) wanted.add(key(index));
        for (const [name, row] of rows) if (!wanted.has(name)) drop(name, row);
        let before = null;
        let isOther = false;
        for (let index = first; index <= last; index++) {
            const row = rowAt(index);
            if (known.has(row)) isOther = heights.measure(index, known.get(row)) !== 0 || isOther;
            const next = before ? before.nextSibling : inner.firstChild;
            if (row !== next) inner.insertBefore(row, next);
            before = row;
        }
        inner.style.transform = `translateY(${heights.top(first) - at + physical}px)`;
        return isOther;
    }

    function rowAt(index) {
        const name = key(index);
        let row = rows.get(name);
        if (!row) {
            row = el("div.list-row", {}, render(index));
            rows.set(name, row);
            measuring.observe(row);
        }
        row.dataset.index = index;
        return row;
    }

    function drop(name, row) {
        if (row.contains(document.activeElement)) root.focus({preventScroll: true});
        measuring.unobserve(row);
        row.remove();
        rows.delete(name);
    }

    function tell() {
        const first = heights.indexAt(at);
        const last = heights.indexAt(at + viewport() - 1);
        if (first === seen.first && last === seen.last) return;
        seen = {first, last};
        onVisible?.(first, last);
    }

    function measure(entries) {
        if (viewport() === 0) return;
        const top = heights.indexAt(at);
        let shift = 0;
        let isOther = false;
        for (const {target, borderBoxSize} of entries) {
            if (!target.isConnected) continue;
            const index = Number(target.dataset.index);
            known.set(target, borderBoxSize[0].blockSize);
            const growth = heights.measure(index, borderBoxSize[0].blockSize);
            if (index < top) shift += growth;
            isOther ||= growth !== 0;
        }
        if (!isOther) return;
        at += shift;
        if (shift !== 0) place();
        draw();
    }

    /** Changes the number of rows; `before` of them are new at the beginning. */
    function setCount(next, before = 0) {
        const shift = -heights.top(0);
        heights.resize(next, before);
        at += before > 0 ? heights.top(before) + shift : 0;
        at = clamped(at);
        seen = {first: -1, last: -1};
        place();
        draw();
    }

    /** Makes rows anew that are there: of a range, or all. */
    function refresh(from = 0, through = heights.count - 1) {
        for (const [name, row] of rows) {
            const index = Number(row.dataset.index);
            if (index >= from && index <= through) {
                if (index < heights.count && key(index) === name) remake(row, index);
                else drop(name, row);
            }
        }
        draw();
    }

    function remake(row, index) {
        const hadFocus = row.contains(document.activeElement);
        row.replaceChildren(render(index));
        if (hadFocus) row.querySelector("button, a, input, [tabindex]")?.focus({preventScroll: true});
    }

    /** Scrolls a row into view: to the top, the middle, or as little as needed. */
    function scrollTo(index, align = "nearest") {
        if (heights.count === 0) return;
        for (let round = 0; round < 3; round++) {
            const top = heights.top(index);
            const height = heights.height(index);
            let wanted = at;
            if (align === "start") wanted = top;
            else if (align === "center") wanted = top - Math.max((viewport() - height) / 2, 0);
            else if (align === "end") wanted = top + height - viewport();
            else if (top < at) wanted = top;
            else if (top + height > at + viewport()) {
                wanted = Math.min(top, top + height - viewport());
            }
            at = clamped(wanted);
            place();
            draw();
            if (!measureNow()) return;
        }
    }

    /** Measures what is drawn at once; whether something is other than was thought. */
    function measureNow() {
        if (viewport() === 0) return false;
        let isOther = false;
        for (const row of inner.children) {
            const {height} = row.getBoundingClientRect();
            known.set(row, height);
            isOther = heights.measure(Number(row.dataset.index), height) !== 0 || isOther;
        }
        return isOther;
    }

    /** What is at the top, to come back to: `{key, index, offset}`. */
    function anchor() {
        const index = heights.indexAt(at);
        return {index, key: heights.count ? key(index) : null, offset: at - heights.top(index)};
    }

    /** Comes back to an anchor. */
    function restore({index, offset}) {
        at = heights.top(Math.min(index, heights.count - 1));
        at = clamped(at + offset);
        place();
        draw();
    }

    root.addEventListener("scroll", scrolled, {passive: true});
    resizing.observe(root);
    draw();

    return {
        setCount, refresh, scrollTo, anchor, restore, draw,
        get count() { return heights.count; },
        get visible() { return {first: heights.indexAt(at), last: seen.last}; },
        /** The element of a row, where it exists. */
        row: (index) => rows.get(key(index)) ?? null,
        stop() {
            root.removeEventListener("scroll", scrolled);
            measuring.disconnect();
            resizing.disconnect();
        },
    };
}
