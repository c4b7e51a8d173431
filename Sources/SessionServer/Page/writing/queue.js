// Changes that wait to be sent, as a value: what is added, merged, taken out. Pure.

/**
 * @typedef {object} Change
 * @property {string} id unique; ids of events are made of it, so that it can be sent twice
 * @property {string} session
 * @property {string} sort which of the sorts of changes.js
 * @property {object} data what the sort needs; plain
 * @property {string} [key] changes with the same key become one while they wait
 * @property {string} [needs] the id of a change that has to be there before
 * @property {"waiting"|"sending"} state
 */

/** The queue with a change behind the others, or in place of the one that it goes on with. */
export function added(queue, change) {
    const same = change.key === undefined ? undefined
        : queue.find((one) => one.key === change.key && one.session === change.session
            && one.state === "waiting");
    if (!same) return [...queue, {...change, state: "waiting"}];
    const joined = {...same, data: {...change.data, before: same.data.before}};
    return queue.map((one) => one === same ? joined : one);
}

/** The queue with a change in another state. */
export function marked(queue, id, state, data) {
    return queue.map((one) => one.id === id
        ? {...one, state, data: data ? {...one.data, ...data} : one.data} : one);
}

/** The queue without a change. */
export function without(queue, id) {
    return queue.filter((one) => one.id !== id);
}

/** A change and all that need it: what goes when it is refused, the last one first. */
export function withDependents(queue, id) {
    const gone = new Set([id]);
    const found = [];
    for (const one of queue) {
        if (one.id !== id && !gone.has(one.needs)) continue;
        gone.add(one.id);
        found.unshift(one);
    }
    return found;
}

/** The next one to send: of each session one after the other, in the order they were made. */
export function next(queue) {
    const busy = new Set(queue.filter((one) => one.state === "sending").map((one) => one.session));
    return queue.find((one) => one.state === "waiting" && !busy.has(one.session));
}
