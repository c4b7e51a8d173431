// How fast a session plays.

/** The speeds that can be chosen. */
export const speeds = [0.5, 1, 2, 5, 10, 50];

/** Nobody waits out a night: a gap counts as at most this many milliseconds. */
const longest = 2000;
/** Faster than this nothing is seen: milliseconds. */
const shortest = 30;

/** Milliseconds until the next event is shown. */
export function pause(time, next, speed) {
    const gap = Math.min(Math.max(Date.parse(next) - Date.parse(time), 0) || 0, longest);
    return Math.max(gap / speed, shortest);
}

/** The speed after this one; after the last the first. */
export function faster(speed) {
    return speeds[(speeds.indexOf(speed) + 1) % speeds.length];
}
