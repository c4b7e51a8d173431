// The lanes of the timeline: a branch each, main first, the others in the order of their forks.

/**
 * Whether a branch is a subagent's: the store names those `agent-…`.
 *
 * @param {{name: string, subagent?: boolean}} branch
 */
export function isSubagent(branch) {
    return branch.subagent ?? branch.name.startsWith("agent-");
}

/**
 * Lays branches out as lanes.
 *
 * A lane's own events are the revisions behind its fork, `first` to `head`; before them the line is
 * its parent's. `row` is where it is drawn, from 0; a lane that is folded away has none.
 *
 * @param {Array} branches as the server lists them
 * @param {Array} merges `{branch, revision, theirs: {branch, revision}}`
 * @param {{isFolded?: (branch) => boolean, keep?: string}} options `keep` is shown in any case
 */
export function layOut(branches, merges = [], {isFolded = () => false, keep} = {}) {
    const merged = new Map(merges.map((merge) => [merge.theirs.branch, merge]));
    const lanes = inOrderOfForks(branches).map((branch) => ({
        name: branch.name,
        head: branch.head,
        first: (branch.fork?.revision ?? 0) + 1,
        fork: branch.fork,
        archived: branch.archived,
        subagent: isSubagent(branch),
        merged: merged.get(branch.name),
    }));
    let row = 0;
    for (const lane of lanes) {
        lane.row = isFolded(lane) && lane.name !== keep ? undefined : row;
        if (lane.row !== undefined) row += 1;
    }
    return lanes;
}

/** Each branch behind its parent, by fork point; the roots as they come, main before all. */
function inOrderOfForks(branches) {
    const roots = branches.filter((branch) => !branch.fork || branch.name === "main");
    const forks = branches.filter((branch) => !roots.includes(branch));
    roots.sort((one, other) => (other.name === "main") - (one.name === "main"));
    forks.sort((one, other) => one.fork.revision - other.fork.revision
        || one.head - other.head || (one.name < other.name ? -1 : 1));
    return [...roots, ...forks];
}

/** How many rows the lanes take. */
export function rowCount(lanes) {
    return lanes.reduce((count, lane) => count + (lane.row !== undefined), 0);
}

/** The last revision of any lane. */
export function lastRevision(lanes) {
    return lanes.reduce((last, lane) => Math.max(last, lane.head), 1);
}

/**
 * The branch that has an event of a branch's line: itself, or the ancestor that it was forked of.
 *
 * @param {Map<string, object>} byName lanes by name
 */
export function ownerOf(byName, branch, revision) {
    let lane = byName.get(branch);
    for (let steps = 0; lane?.fork && revision < lane.first && steps < byName.size; steps += 1) {
        lane = byName.get(lane.fork.branch);
    }
    return lane;
}

/** Lanes by their names. */
export function byName(lanes) {
    return new Map(lanes.map((lane) => [lane.name, lane]));
}

/**
 * The curves between lanes that are shown: a fork from the parent's event to the child's first
 * place, a merge from the last event that was taken over to the merge.
 */
export function curves(lanes, merges = []) {
    const names = byName(lanes);
    const forks = lanes.filter((lane) => lane.fork && lane.row !== undefined).map((lane) => {
        const from = shown(names, lane.fork);
        return from && {sort: "fork", from, to: {row: lane.row, revision: lane.first},
            lane: lane.name};
    });
    const joins = merges.map((merge) => {
        const from = shown(names, merge.theirs);
        const to = shown(names, merge);
        return from && to && {sort: "merge", from, to, lane: merge.theirs.branch};
    });
    return [...forks, ...joins].filter((curve) => curve && curve.from.row !== curve.to.row);
}

function shown(names, point) {
    let lane = ownerOf(names, point.branch, point.revision);
    return lane?.row === undefined ? undefined : {row: lane.row, revision: point.revision};
}
