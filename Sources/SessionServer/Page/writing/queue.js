// Changes that wait to be sent, as a value: what is added, merged, taken out. Pure.

/**
 * @typedef {object} Change
 * @property {string} id unique; ids of events are made of it, so that it can be sent twice
 * @property {string} session
 * @property {string} sort which of the sorts of changes.js
 * @property {object} data what the sort needs; plain
 * @property {string} [key] changes with the same key become one while they wait
 * @property {string} [needs] the id of a change that has to be there before
 * @property {boolean} [held] whether it can still be taken back: it is not sent yet
 * @property {"waiting"|"sending"} state
 */

/**
 * The queue with a change behind the others, or in place of the one that it goes on with. It keeps
 * its own id then: the other may have reached the server, and an id stands for one content.
 */
export function added(queue, change) {
    const same = replaced(queue, change);
    const joined = {...change, state: "waiting"};
    if (!same) return [...queue, joined];
    joined.data = {...change.data, before: same.data.before};
    return queue.map((one) => one === same ? joined : one);
}

/** The change that waits already and that this one goes on with. */
export function replaced(queue, {key, session}) {
    return queue.find((one) => key !== undefined && one.key === key && one.session === session
        && one.state === "waiting");
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

/** The queue with what was held given free: one change, or all. */
export function released(queue, id) {
    return queue.map((one) => one.held && (id === undefined || one.id === id)
        ? {...one, held: false} : one);
}

/**
 * The next one to send: of each session one after the other, in the order they were made. What is
 * held lets others pass, but not those that need it.
 */
export function next(queue) {
    const busy = new Set(queue.filter((one) => one.state === "sending").map((one) => one.session));
    const there = new Set(queue.map((one) => one.id));
    return queue.find((one) => one.state === "waiting" && !one.held && !busy.has(one.session)
        && !there.has(one.needs));
}
