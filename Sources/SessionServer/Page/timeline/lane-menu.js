// What can be done with a branch: the menu at its name.

import {openMenu} from "../dom/menu.js";
import {travel} from "../app/travel.js";

/**
 * @param {Element|{x: number, y: number}} anchor
 * @param {object} lane
 * @param {object} context with `branching`
 */
export function openLaneMenu(anchor, lane, {store, branching}) {
    const {moment} = store.state;
    const isOwn = moment.branch === lane.name;
    const at = isOwn ? moment : {branch: lane.name, revision: lane.head};
    const here = `${at.branch}@${at.revision}`;
    const point = {branch: at.branch, revision: at.revision};
    openMenu(anchor, [
        {title: `Travel to the head (${lane.head})`,
            run: () => travel(store, {branch: lane.name, revision: lane.head})},
        lane.fork && {title: `Travel to where it forks (${lane.fork.branch}@${lane.fork.revision})`,
            run: () => travel(store, lane.fork)},
        "-",
        {title: `Fork at ${here}`, keys: isOwn ? "F" : undefined, run: () => branching.fork(point)},
        {title: `Tag ${here}`, run: () => branching.tag(point)},
        {title: isOwn ? "Compare with…" : `Compare with ${moment.branch}@${moment.revision}`,
            run: () => compare(store, moment, isOwn ? null : point)},
        !isOwn && {title: `Merge into ${moment.branch}…`, run: () => merge(store, lane, moment)},
        "-",
        {title: "Rename…", run: () => branching.rename(lane.name)},
        {title: "Archive…", danger: true, disabled: lane.archived || lane.name === "main",
            run: () => branching.archive(lane.name)},
    ].filter(Boolean), {label: `Branch ${lane.name}`});
}

/**
 * What can be done with an event on the board.
 *
 * @param {{x: number, y: number}} anchor
 * @param {{branch: string, revision: number}} point
 */
export function openPointMenu(anchor, point, {store, branching}) {
    const {moment} = store.state;
    const here = `${point.branch}@${point.revision}`;
    openMenu(anchor, [
        {title: `Travel to ${here}`, run: () => travel(store, point)},
        {title: "Fork here", run: () => branching.fork(point)},
        {title: "Tag…", run: () => branching.tag(point)},
        {title: `Compare with ${moment.branch}@${moment.revision}`,
            run: () => compare(store, moment, point)},
    ], {label: `Event ${here}`});
}

function compare(store, {branch, revision}, to) {
    store.change("compare", {overlay: {kind: "compare", from: {branch, revision}, to}});
}

function merge(store, lane, moment) {
    store.change("merge", {overlay: {kind: "merge", theirs: lane.name, into: moment.branch}});
}
