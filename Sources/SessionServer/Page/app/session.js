// The session of the tab that is seen: what the whole page needs of it, loaded when the tab is
// shown and again when it grew.

import {tabOf, changeTabs} from "./tabs.js";

/** Follows which tab is seen, and loads its session. */
export function keepSession({store, api}) {
    let asking = null;

    async function load(session) {
        asking?.abort();
        const mine = new AbortController();
        asking = mine;
        if (!session) return;
        try {
            const {signal} = mine;
            const [info, {tags}] = await Promise.all([
                api.get(`sessions/${session}/info`, {}, {signal}),
                api.get(`sessions/${session}/tags`, {}, {signal}),
            ]);
            if (asking === mine) store.change("session", (state) => arrived(state, info, tags));
        } catch (error) {
            if (error.name === "AbortError" || asking !== mine) return;
            if (error.isOffline && store.state.session) return;
            const {message, hint, status} = error;
            store.change("session failed", {problem: {message, hint, status}});
        }
    }

    const shown = (state) => tabOf(state)?.session ?? null;
    store.watch((state) => state.active, () => load(shown(store.state)));
    store.watch((state) => state.events, (now, before) => {
        if (before !== undefined) load(shown(store.state));
    });
    return {reload: () => load(shown(store.state))};
}

/** The state when a session has come: the moment stays, or follows the head if it is now. */
export function arrived(state, info, tags) {
    const branches = info.branches;
    const wanted = state.moment.branch;
    const branch = branches.find((one) => one.name === wanted)
        ?? branches.find((one) => one.name === "main") ?? branches[0];
    if (!branch) return {session: info, branches, tags, problem: null};
    const isSame = branch.name === wanted;
    const {isNow, revision} = state.moment;
    const at = isNow || !isSame ? branch.head : Math.max(1, Math.min(revision, branch.head));
    const moment = {branch: branch.name, revision: at, isNow: at === branch.head};
    const isMoved = moment.revision !== revision || !isSame || moment.isNow !== isNow;
    const isHead = state.head.branch === branch.name && state.head.revision === branch.head;
    return {
        session: info, branches, tags, problem: null,
        moment: isMoved ? Object.freeze(moment) : state.moment,
        head: isHead ? state.head
            : Object.freeze({branch: branch.name, revision: branch.head}),
    };
}

/** Gives a session another title at once in everything that shows it. */
export function retitled(state, session, title) {
    return {
        ...changeTabs(state, session, {title}),
        sessions: state.sessions.map((one) => one.session === session ? {...one, title} : one),
    };
}
