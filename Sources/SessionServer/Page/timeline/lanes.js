// The lanes of the timeline: a branch each, main first, the others in the order of their forks.

import {isSubagent} from "../app/branches.js";

/**
 * Lays branches out as lanes.
 *
 * The first lane is main with its whole line, whoever wrote the beginning of it. Each further lane
 * begins where its line leaves what is shown already: `first` to `head`, behind `fork`, a place on
 * another lane. `row` is where it is drawn, from 0; a lane that is folded away has none.
 *
 * @param {Array} branches as the server lists them
 * @param {Array} merges `{branch, revision, theirs: {branch, revision}}`
 * @param {{isFolded?: (lane) => boolean, keep?: string}} options `keep` is shown in any case
 */
export function layOut(branches, merges = [], {isFolded = () => false, keep} = {}) {
    const merged = new Map(merges.map((merge) => [merge.theirs.branch, merge]));
    const names = new Map(branches.map((branch) => [branch.name, branch]));
    const covered = new Map();
    const lanes = parentsFirst(branches).map((branch) => {
        const fork = leave(branch, names, covered);
        return {
            name: branch.name, head: branch.head, first: (fork?.revision ?? 0) + 1, fork,
            archived: branch.archived, subagent: branch.subagent ?? isSubagent(branch.name),
            merged: merged.get(branch.name),
        };
    });
    const [main, ...others] = lanes;
    others.sort((one, other) => one.first - other.first || one.head - other.head
        || (one.name < other.name ? -1 : 1));
    const inOrder = main ? [main, ...others] : [];
    let row = 0;
    for (const lane of inOrder) {
        lane.row = isFolded(lane) && lane.name !== keep ? undefined : row;
        if (lane.row !== undefined) row += 1;
    }
    return inOrder;
}

function parentsFirst(branches) {
    const depth = (branch) => branch.name === "main" ? -1 : branch.fork?.revision ?? 0;
    return [...branches].sort((one, other) => depth(one) - depth(other));
}

/**
 * Where a branch's line leaves those that are shown, and from now on counts as shown itself.
 *
 * `covered` tells of each branch's own events which lane shows them, up to which revision.
 */
function leave(branch, names, covered) {
    let fork;
    let through = branch.head;
    const line = [];
    for (let one = branch; one && line.length <= names.size; one = names.get(one.fork?.branch)) {
        line.push({owner: one.name, through});
        through = Math.min(one.fork?.revision ?? 0, through);
    }
    for (const {owner, through} of line) {
        const lanes = covered.get(owner) ?? [];
        const shown = lanes.filter((lane) => lane.through > 0)
            .sort((one, other) => other.through - one.through)[0];
        if (!fork && shown) {
            const revision = Math.min(shown.through, through);
            const first = lanes.find((lane) => lane.through >= revision);
            fork = {branch: first.name, revision};
        }
        covered.set(owner, [...lanes, {name: branch.name, through}]);
    }
    return fork;
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
 * The lane that shows an event of a branch's line: its own, or one that it left later.
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
