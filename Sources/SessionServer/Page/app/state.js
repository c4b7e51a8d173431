// What the store holds when the page begins; each member is described in wire/types.js.

/** @returns {import("../wire/types.js").State} */
export function initialState() {
    return {
        me: null,
        signedOut: false,
        projects: [],
        sessions: [],
        tabs: [],
        active: null,
        closedTabs: [],
        tabsKnown: false,
        session: null,
        problem: null,
        branches: [],
        tags: [],
        moment: {branch: "main", revision: 0, isNow: true},
        head: {branch: "main", revision: 0},
        events: 0,
        pane: "files",
        path: null,
        filter: noFilter,
        find: null,
        range: null,
        overlay: null,
        sheet: null,
        chain: null,
        view: "conversation",
        scheme: "system",
        online: true,
        saved: "saved",
        live: {},
        unsaved: {},
        pending: [],
        timeline: Object.freeze({measure: "tokens", speed: 1, isTall: false, hides: []}),
    };
}

/** A filter that everything fits. */
export const noFilter = Object.freeze({
    kinds: [], actors: [], tools: [], errors: false, text: "", since: null, until: null,
});

/** What of the state is a person's view of one session, and can be gone back through. */
export const viewMembers = [
    "moment", "pane", "path", "filter", "find", "range", "overlay", "view", "sheet",
    "bookkeeping", "raw",
];
