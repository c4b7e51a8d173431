// What part of the line is seen, and where: revisions to pixels and back. The view is a value.

/** Closer than this nobody needs to look: pixels a revision. */
const closest = 48;

/** A view of everything. `from` and `through` are in revisions, with halves at the edges. */
export function whole(last) {
    return {from: 0.5, through: Math.max(last, 1) + 0.5};
}

/** Where a revision is, in pixels from the left. */
export function place(view, width, revision) {
    return (revision - view.from) / (view.through - view.from) * width;
}

/** The revision, with a fraction, at a pixel. */
export function revisionAt(view, width, x) {
    return view.from + x / width * (view.through - view.from);
}

/** Pixels that one revision has. */
export function pitch(view, width) {
    return width / (view.through - view.from);
}

/**
 * Zooms by a factor (above 1: closer) so that what is at `x` stays there.
 */
export function zoom(view, width, last, x, factor) {
    const at = revisionAt(view, width, x);
    const most = Math.max(last, 1);
    const least = Math.min(width / closest, most);
    const span = Math.min(Math.max((view.through - view.from) / factor, least), most);
    return clamp({from: at - x / width * span, through: at + (1 - x / width) * span}, last);
}

/** Moves by pixels: to later ones where they are positive. */
export function pan(view, width, last, pixels) {
    const by = pixels / pitch(view, width);
    return clamp({from: view.from + by, through: view.through + by}, last);
}

/** The same span, moved as little as needed that it lies within what there is. */
export function clamp(view, last) {
    const all = whole(last);
    const span = Math.min(view.through - view.from, all.through - all.from);
    const from = Math.min(Math.max(view.from, all.from), all.through - span);
    return {from, through: from + span};
}

/** Moved as little as needed that a revision is in sight, with a tenth of the width beside it. */
export function reveal(view, last, revision) {
    const edge = (view.through - view.from) / 10;
    let by = 0;
    if (revision < view.from + edge) by = revision - edge - view.from;
    if (revision > view.through - edge) by = revision + edge - view.through;
    return by === 0 ? view : clamp({from: view.from + by, through: view.through + by}, last);
}

/** A view that showed the end goes on to show it when the line has grown. */
export function grow(view, before, last) {
    const sawAll = view.from <= 0.5 && view.through >= before + 0.5;
    if (sawAll) return whole(last);
    const sawEnd = view.through >= before + 0.5;
    const by = sawEnd ? last - before : 0;
    return clamp({from: view.from + by, through: view.through + by}, last);
}

/** The whole revisions that are in sight. */
export function revisionsIn(view, last) {
    return {
        from: Math.max(Math.ceil(view.from - 0.5), 1),
        through: Math.min(Math.floor(view.through + 0.5), last),
    };
}
