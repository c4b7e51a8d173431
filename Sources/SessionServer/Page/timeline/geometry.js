// Where things are on the timeline's board, from top to bottom: histogram, lanes, times.

/** Pixels; `edge`: what is drawn beyond both ends, so that a shape at an end is whole. */
export const sizes = {histogram: 26, lane: 26, axis: 18, gap: 2, edge: 14};

/** The height of a board that shows so many lanes. */
export function boardHeight(lanes) {
    return sizes.histogram + sizes.gap + lanes * sizes.lane + sizes.axis;
}

/** The strip of the lanes, which may be scrolled. */
export function laneStrip(height) {
    return {top: sizes.histogram + sizes.gap, bottom: height - sizes.axis};
}

/** The middle of a row. */
export function rowAt(row, scroll = 0) {
    return sizes.histogram + sizes.gap + (row + 0.5) * sizes.lane - scroll;
}

/** The row at a height; undefined above and below the lanes. */
export function rowOf(y, height, scroll = 0) {
    const {top, bottom} = laneStrip(height);
    if (y < top || y >= bottom) return undefined;
    return Math.floor((y - top + scroll) / sizes.lane);
}

/** How large shapes are at a pitch; undefined: too small to be told apart. */
export function shapeSize(pitch) {
    if (pitch < 4.5) return undefined;
    return Math.min(Math.max(pitch * 0.86, 5), 12);
}
