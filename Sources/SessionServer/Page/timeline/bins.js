// Stretches of a line as the server counts them: their measures, and how they become columns.

/** What the histogram can show. */
export const measures = ["tokens", "bytes", "time", "events"];

/** A pause counts as at most this many milliseconds: nobody worked through the night. */
const longest = 10 * 60_000;

/**
 * A bin's value of a measure; undefined where the server did not count it.
 *
 * @param {object} [before] the bin before: time begins with the end of that one
 */
export function valueOf(bin, measure, before) {
    switch (measure) {
    case "tokens": return bin.tokens;
    case "bytes": return bin.bytes;
    case "time": return timeOf(bin, before);
    default: return bin.count;
    }
}

function timeOf({since, until}, before) {
    if (!since) return 0;
    const pause = before?.until ? Date.parse(since) - Date.parse(before.until) : 0;
    return Math.max(Date.parse(until) - Date.parse(since), 0)
        + Math.min(Math.max(pause, 0), longest);
}

/**
 * Columns of a histogram: one a bin, with heights from 0 to 1.
 *
 * Heights grow with the square root, so that one large answer does not flatten the others.
 */
export function columns(bins, measure) {
    const values = bins.map((bin, index) => valueOf(bin, measure, bins[index - 1]) ?? 0);
    const most = Math.max(...values, 1);
    return bins.map((bin, index) => ({
        from: bin.from,
        through: bin.through,
        value: values[index],
        height: Math.sqrt(values[index] / most),
    }));
}

/** How many bins to ask for, so that one is some pixels wide and none is empty by its width. */
export function binCount(width, revisions, pixels = 7) {
    return Math.max(Math.min(Math.floor(width / pixels), revisions, 1000), 1);
}

/**
 * The range that is fetched for what is seen: a window on a fixed grid, wider than the view.
 * Small moves need nothing new, and the same answers come again from the cache.
 */
export function windowOf(from, through, last) {
    const span = Math.max(through - from + 1, 1);
    let step = 64;
    while (step * 4 < span) step *= 2;
    const first = Math.floor((from - 1) / step) * step + 1;
    return {
        from: Math.max(first, 1),
        through: Math.min(Math.ceil(through / step) * step, last),
    };
}

/** The bin that has a revision. */
export function binOf(bins, revision) {
    let [low, high] = [0, bins.length - 1];
    while (low <= high) {
        const middle = (low + high) >> 1;
        if (bins[middle].through < revision) low = middle + 1;
        else if (bins[middle].from > revision) high = middle - 1;
        else return bins[middle];
    }
    return undefined;
}
