// Where words are said in a session: asked of each lane, of its own events.

import {layOut} from "../timeline/lanes.js";
import {queryOf} from "./filter.js";
import {inOrder, numberAt} from "./walk.js";

/** Matches of a lane that are asked for at once. */
const most = 10_000;

/** Finds words under the filter that is chosen: main first, the other branches as they forked. */
export async function findAll(api, state, text, signal) {
    const lanes = layOut(state.branches);
    const found = await Promise.all(lanes.map(async (lane) => {
        const answer = await api.get(`sessions/${state.session.session}/matches`, {
            branch: lane.name, find: text, from: lane.first, limit: most,
            ...queryOf(state.filter)}, {signal});
        return {branch: lane.name, revisions: answer.revisions,
            count: answer.count - answer.before};
    }));
    const {places, total} = inOrder(found);
    const branches = found.map((lane) => lane.branch);
    return {text, at: numberAt(places, branches, state.moment), total, places, branches};
}
