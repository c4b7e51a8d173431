// The one way for all changes: shown at once, kept here, sent soon, undone where they are refused.

import {added, marked, next, released, replaced, without, withDependents} from "./queue.js";

/** Milliseconds after the last keystroke. */
const soon = 500;
const retries = [1000, 2000, 5000, 10_000, 30_000];

/**
 * Makes an outbox.
 *
 * @param {object} options
 * @param {Record<string, object>} options.sorts what each sort of change does; see changes.js
 * @param {(change: object) => Promise<object>} options.send sends it; gives the server's answer
 * @param {{load(): Promise<object[]>, put(change: object): void, remove(id: string): void}}
 *     options.keep where unsent changes survive
 * @param {(change: object, how: "show"|"undo"|"done", answer?: object) => void} options.apply
 * @param {(state: "saved"|"saving"|"unsent", queue: object[]) => void} options.onState
 * @param {(change: object, error: Error) => void} options.onRefused
 * @param {(change: object, error: Error) => Promise<object|undefined>} options.onConflict gives
 *     what the change's data become, and it is sent again; undefined: it was dealt with
 * @param {{set: Function, clear: Function}} [options.timers]
 * @param {() => string} [options.newID]
 * @param {() => number} [options.now] milliseconds
 */
export function createOutbox({
    sorts, send, keep, apply, onState, onRefused, onConflict,
    timers = {set: setTimeout.bind(globalThis), clear: clearTimeout.bind(globalThis)},
    newID = () => crypto.randomUUID(), now = Date.now,
}) {
    let queue = [];
    let timer = null;
    let failures = 0;
    let isOffline = false;
    let running = null;

    /**
     * Makes a change: it is on the page at once.
     *
     * @param {{session: string, sort: string, data: object, needs?: string}} change
     * @param {{now?: boolean, hold?: number}} options `now`: sent without waiting for more of it;
     *     `hold`: milliseconds in which it can be taken back
     * @returns {string} its id
     */
    function add({session, sort, data, needs}, {now: isUrgent = false, hold = 0} = {}) {
        const key = sorts[sort].key?.(data);
        const change = {id: newID(), at: now(), session, sort, data, key, needs, held: hold > 0};
        const old = replaced(queue, change);
        if (old) keep.remove(old.id);
        queue = added(queue, change);
        keep.put(queue.find((one) => one.id === change.id));
        apply(change, "show");
        tell();
        if (hold > 0) timers.set(() => release(change.id), hold);
        else if (isUrgent) flush();
        else schedule(soon);
        return change.id;
    }

    /** Sends what was held: one change, or all that wait. */
    function release(id) {
        queue = released(queue, id);
        return flush();
    }

    /** Takes a change back that was not sent; false: it was. */
    function cancel(id) {
        const change = queue.find((one) => one.id === id && one.state === "waiting");
        if (!change) return false;
        drop(change);
        return true;
    }

    /** Undoes a change that the server does not have, with all that need it. */
    function drop(change) {
        for (const gone of withDependents(queue, change.id)) {
            apply(gone, "undo");
            queue = without(queue, gone.id);
            keep.remove(gone.id);
        }
        tell();
    }

    function schedule(after) {
        if (timer !== null) timers.clear(timer);
        timer = timers.set(() => {
            timer = null;
            flush();
        }, after);
    }

    /** Sends what waits, now. */
    function flush() {
        if (timer !== null) timers.clear(timer);
        timer = null;
        running ??= run().finally(() => {
            running = null;
        });
        return running;
    }

    async function run() {
        for (let change = next(queue); change; change = next(queue)) {
            queue = marked(queue, change.id, "sending");
            tell();
            try {
                const answer = await send(change);
                failures = 0;
                isOffline = false;
                settle(change, "done", answer);
            } catch (error) {
                if (!await recover(change, error)) return;
            }
        }
    }

    /** Whether the next one can be tried. */
    async function recover(change, error) {
        if (isTransient(error)) {
            queue = marked(queue, change.id, "waiting");
            isOffline = true;
            tell();
            schedule(retries[Math.min(failures++, retries.length - 1)]);
            return false;
        }
        if (error.status === 409 && error.code === "headMoved") {
            try {
                const data = await onConflict(change, error);
                if (!data) {
                    settle(change, "done");
                    return true;
                }
                queue = marked(queue, change.id, "waiting", data);
                return true;
            } catch (other) {
                if (isTransient(other)) return recover(change, other);
                error = other;
            }
        }
        refuse(change, error);
        return true;
    }

    function refuse(change, error) {
        drop(change);
        onRefused(change, error);
    }

    function settle(change, how, answer) {
        queue = without(queue, change.id);
        keep.remove(change.id);
        apply(change, how, answer);
        tell();
    }

    function tell() {
        onState(queue.length === 0 ? "saved" : isOffline ? "unsent" : "saving", queue);
    }

    /** Takes up what was not sent when the page was left. */
    async function resume() {
        const left = await keep.load();
        const known = new Set(queue.map((one) => one.id));
        queue = [...left.filter((one) => !known.has(one.id))
            .map((one) => ({...one, state: "waiting", held: false})), ...queue];
        for (const change of queue) apply(change, "show");
        tell();
        if (queue.length > 0) await flush();
    }

    return {
        add, cancel, flush, resume,
        /** Sends everything now, what is held too. */
        save: () => release(),
        /** What is not sent yet, the oldest first. */
        get queue() { return queue; },
    };
}

/** Nothing was refused: the server was away, busy, or does not know who asks. */
function isTransient(error) {
    return error.status === 0 || error.status === 401
        || error.status === 429 || error.status >= 500;
}
