// Going from one moment to another: the only way in which the moment changes.

import {tabOf} from "./tabs.js";

/** Kinds that the steps by prompt and by file go to. */
const prompts = ["prompt.submitted"];
const files = ["file.changed"];

/** Goes to a revision of a branch; one that the branch does not have becomes the nearest it has. */
export function travel(store, {branch, revision}) {
    const {state} = store;
    const name = branch ?? state.moment.branch;
    const head = headOf(state, name);
    if (head === null) return;
    const at = Math.max(1, Math.min(revision ?? head, head));
    const {moment} = state;
    const isNow = at === head;
    if (moment.branch === name && moment.revision === at && moment.isNow === isNow) return;
    store.change("travel", {
        moment: Object.freeze({branch: name, revision: at, isNow}),
        head: Object.freeze({branch: name, revision: head}),
    });
}

/** Goes to the head of the moment's branch, and stays there as it grows. */
export function toNow(store) {
    travel(store, {branch: store.state.moment.branch});
}

/** The head of a branch as far as is known; null: there is no such branch. */
export function headOf(state, name) {
    if (state.head.branch === name && state.head.revision > 0) {
        const known = state.branches.find((one) => one.name === name)?.head ?? 0;
        return Math.max(known, state.head.revision);
    }
    return state.branches.find((one) => one.name === name)?.head ?? null;
}

/** Steps by some events on the line. */
export function step(store, by) {
    travel(store, {revision: store.state.moment.revision + by});
}

/** What steps lead to: revisions of a branch by what fits, asked for once while nothing grows. */
export function createSteps({store, api}) {
    const known = new Map();

    async function revisions(query) {
        const {moment, head} = store.state;
        const session = tabOf(store.state)?.session;
        const asked = {branch: moment.branch, limit: 10_000, ...query};
        const key = JSON.stringify([session, head.revision, asked]);
        if (!known.has(key)) {
            if (known.size > 20) known.clear();
            const answer = api.get(`sessions/${session}/matches`, asked);
            known.set(key, answer.then((found) => found.revisions));
            answer.catch(() => known.delete(key));
        }
        return known.get(key);
    }

    /** Goes to the next one that fits (direction 1), or the one before (-1); false: none is. */
    async function go(query, direction) {
        const all = await revisions(query);
        const at = store.state.moment.revision;
        const next = direction > 0 ? all.find((one) => one > at)
            : all.findLast((one) => one < at);
        if (next === undefined) return false;
        travel(store, {revision: next});
        return true;
    }

    return {
        go,
        prompt: (direction) => go({kind: prompts}, direction),
        file: (direction) => go({kind: files}, direction),
        error: (direction) => go({failures: true}, direction),
    };
}
