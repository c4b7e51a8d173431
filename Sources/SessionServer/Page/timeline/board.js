// Two canvases on top of each other: what seldom changes, and what moves with the pointer.

import {el} from "../dom/el.js";
import {sizes} from "./geometry.js";

/**
 * @param {{paintBase: Function, paintOver: Function}} painters each gets a context and the size
 */
export function createBoard({paintBase, paintOver}) {
    const base = el("canvas.timeline-canvas", {"aria-hidden": "true"});
    const over = el("canvas.timeline-canvas", {"aria-hidden": "true"});
    const node = el("div.timeline-board", {}, base, over);
    const size = {width: 0, height: 0};
    const dirty = {base: true, over: true};
    let frame = 0;

    /** Paints before the next frame, and at most once in it. */
    function invalidate(layer) {
        dirty.over = true;
        if (layer === "base") dirty.base = true;
        frame ||= requestAnimationFrame(paint);
    }

    function paint() {
        frame = 0;
        if (size.width === 0) return;
        if (dirty.base) paintBase(cleared(base), size);
        if (dirty.over) paintOver(cleared(over), size);
        dirty.base = dirty.over = false;
    }

    function cleared(canvas) {
        const ratio = devicePixelRatio;
        const wide = size.width + 2 * sizes.edge;
        const [width, height] = [Math.round(wide * ratio), Math.round(size.height * ratio)];
        if (canvas.width !== width || canvas.height !== height) {
            canvas.width = width;
            canvas.height = height;
        }
        const context = canvas.getContext("2d");
        context.setTransform(ratio, 0, 0, ratio, sizes.edge * ratio, 0);
        context.clearRect(-sizes.edge, 0, wide, size.height);
        return context;
    }

    new ResizeObserver(([entry]) => {
        size.width = entry.contentRect.width;
        size.height = entry.contentRect.height;
        onResize?.();
        invalidate("base");
    }).observe(node);
    let onResize;

    return {
        node, size, invalidate,
        set onResize(listener) { onResize = listener; },
    };
}
