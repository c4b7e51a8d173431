// Where one is among what was found, and what comes next: over lanes, in their order.

/**
 * Puts what was found on each lane into one order: lane by lane, each by revision.
 *
 * @param {Array<{branch: string, revisions: number[], count: number}>} found in the lanes' order
 */
export function inOrder(found) {
    const places = found.flatMap(({branch, revisions}) =>
        revisions.map((revision) => ({branch, revision})));
    return {places, total: found.reduce((sum, {count}) => sum + count, 0)};
}

/**
 * The place to go to from a moment: the next one in a direction, around the end.
 *
 * @param {Array<{branch: string, revision: number}>} places in their order
 * @param {string[]} branches in the lanes' order
 * @param {{branch: string, revision: number}} from
 * @param {1|-1} direction
 * @returns the index of the place; -1 where there is none
 */
export function step(places, branches, from, direction) {
    if (places.length === 0) return -1;
    const before = placesBefore(places, branches, from);
    const isOne = isAt(places[before], from);
    if (direction < 0) return (before - 1 + places.length) % places.length;
    return (isOne ? before + 1 : before) % places.length;
}

/** Which of the places a moment is at, from 1; 0 where it is at none. */
export function numberAt(places, branches, moment) {
    const before = placesBefore(places, branches, moment);
    return isAt(places[before], moment) ? before + 1 : 0;
}

function isAt(place, moment) {
    return place !== undefined && place.branch === moment.branch
        && place.revision === moment.revision;
}

function placesBefore(places, branches, moment) {
    const order = new Map(branches.map((branch, index) => [branch, index]));
    const lane = order.get(moment.branch) ?? 0;
    let [low, high] = [0, places.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        const place = places[middle];
        const other = order.get(place.branch) ?? 0;
        const isBefore = other < lane || (other === lane && place.revision < moment.revision);
        if (isBefore) low = middle + 1;
        else high = middle;
    }
    return low;
}
