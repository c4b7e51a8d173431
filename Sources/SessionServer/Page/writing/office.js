// The page's outbox, made once: its changes reach the store, the server, and the browser's storage.

import {tabOf} from "../app/tabs.js";
import {toast} from "../dom/toast.js";
import {sorts} from "./changes.js";
import {decide} from "./conflict.js";
import {createKeep} from "./keep.js";
import {createOutbox} from "./outbox.js";

const offices = new WeakMap();

/** The outbox of a page. */
export function outboxOf(context) {
    if (!offices.has(context.store)) offices.set(context.store, open(context));
    return offices.get(context.store);
}

function open({store, api}) {
    const keep = createKeep();
    const outbox = createOutbox({
        sorts, keep,
        send: (change) => {
            const {method, path, body} = sorts[change.sort].request(change);
            return api.send(method, path, body);
        },
        apply: (change, how, answer) => {
            store.change(`${how} ${change.sort}`, (state) => sorts[change.sort][how](state, change,
                answer));
            if (how === "done") grown(store, change, answer);
        },
        onState: (saved, queue) => store.change("saved", (state) => summary(state, saved, queue)),
        onRefused: (change, error) => {
            if (sorts[change.sort].isQuiet) return;
            toast(`${sorts[change.sort].words} was not saved: ${error.message}`,
                {kind: "error", hint: error.hint ?? "It is as it was before."});
        },
        onConflict: (change, error) => resolve({store, api}, change, error),
    });
    listen(store, outbox);
    return outbox;
}

/** What the page shows of what is not saved yet. */
function summary(state, saved, queue) {
    const loud = queue.filter((change) => !sorts[change.sort].isQuiet);
    const unsaved = Object.fromEntries(loud.map((change) => [change.session, true]));
    const pending = loud.filter((change) => ["prompt", "note"].includes(change.sort));
    return {saved: loud.length === 0 ? "saved" : saved, unsaved, pending};
}

/** What was appended is the head now, before the server tells it to all who listen. */
function grown(store, change, answer) {
    if (!answer?.revisions || store.state.session?.session !== change.session) return;
    store.change("appended", (state) => ({
        events: state.events + 1,
        branches: state.branches.map((branch) => branch.name === answer.branch
            ? {...branch, head: Math.max(branch.head, answer.head)} : branch),
    }));
}

/** Appends behind what came meanwhile, or puts the change on a branch of its own, to be merged. */
async function resolve({store, api}, change, error) {
    const {request, drafts} = sorts[change.sort];
    const {expected, actual, since = []} = error.problem;
    if (!drafts || decide(drafts(change), since) === "append") return {expecting: actual};
    const {branch} = change.data;
    const name = `unsent-${change.id.slice(0, 8)}`;
    await forked(api, change.session, {name, from: `${branch}@${expected}`});
    const {method, path, body} = request({...change, data: {...change.data, branch: name,
        expecting: "any"}});
    await api.send(method, path, body);
    toast(`Others changed ${branch} meanwhile.`,
        {hint: `What you wrote is kept on ${name}, to be merged.`, time: 10_000});
    store.change("conflict", (state) => ({
        events: state.events + 1,
        overlay: {kind: "merge", theirs: name, into: branch, session: change.session},
    }));
    return undefined;
}

/** Forks, unless an attempt that broke off later has done so. */
async function forked(api, session, branch) {
    try {
        await api.send("POST", `sessions/${session}/branches`, branch);
    } catch (error) {
        if (error.status !== 409) throw error;
    }
}

function listen(store, outbox) {
    let active = tabOf(store.state)?.session;
    store.watch((state) => state.active, () => {
        const next = tabOf(store.state)?.session;
        if (next !== active) outbox.save();
        active = next;
    });
    store.watch((state) => state.me, (me) => me && outbox.resume());
    store.watch((state) => state.online, (online) => online && outbox.flush());
    window.addEventListener("pagehide", () => outbox.save());
    document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden") outbox.save();
    });
}
