// The sessions that the sidebar lists: a page at a time, of each project, as far as somebody scrolls.

const page = 60;
const searched = 40;
const name = "session-sidebar";
/** How often is looked for what others made, in ms. */
const often = 30_000;

/**
 * @returns what is listed as `state`, `watch(listener)`, and ways to change it
 */
export function createSessions({store, api}) {
    const listeners = new Set();
    let state = Object.freeze({
        words: "", order: "newest", archived: false, groups: [], hits: null, closed: [],
        problem: null, isLoading: true, ...kept(),
    });
    let asking = new AbortController();

    function become(patch) {
        const isOther = patch.groups && patch.groups !== state.groups;
        state = Object.freeze({...state, ...patch});
        if (isOther) {
            store.change("sessions", {sessions: state.groups.flatMap((group) => group.sessions)});
        }
        for (const listener of listeners) listener();
    }

    function query(project) {
        const {words, order, archived} = state;
        return {project, words: words || null, order, archived: archived || null, limit: page};
    }

    function keep() {
        const {order, closed} = state;
        localStorage.setItem(name, JSON.stringify({order, closed}));
    }

    /** Lists from the beginning: another order, other words, other projects. */
    async function load() {
        asking.abort();
        asking = new AbortController();
        const {signal} = asking;
        const {projects} = store.state;
        try {
            const [groups, hits] = await Promise.all([
                Promise.all(projects.map((project) => first(project, signal))), said(signal),
            ]);
            if (!signal.aborted) become({groups, hits, problem: null, isLoading: false});
        } catch (error) {
            if (error.name === "AbortError") return;
            const isKept = error.isOffline && state.groups.length > 0;
            become({problem: isKept ? null : error, isLoading: false});
        }
    }

    async function first(project, signal) {
        const {sessions, next} = await api.get("sessions", query(project.project), {signal});
        return {project: project.project, name: project.name, sessions, next: next ?? null};
    }

    async function said(signal) {
        if (!state.words) return null;
        const {hits} = await api.get("search", {words: state.words, limit: searched}, {signal});
        return hits;
    }

    /** The next page of a project. */
    async function more(project) {
        const group = state.groups.find((one) => one.project === project);
        if (!group?.next || group.isLoading) return;
        change(project, {isLoading: true});
        try {
            const {signal} = asking;
            const {sessions, next} = await api.get("sessions",
                {...query(project), after: group.next}, {signal});
            const had = new Set(group.sessions.map((one) => one.session));
            const fresh = sessions.filter((one) => !had.has(one.session));
            change(project, {
                sessions: [...group.sessions, ...fresh], next: next ?? null, isLoading: false,
            });
        } catch {
            change(project, {isLoading: false});
        }
    }

    function change(project, patch) {
        become({
            groups: state.groups.map((one) => one.project === project ? {...one, ...patch} : one),
        });
    }

    /** The beginning of each project again, without what lies behind it being lost. */
    async function refresh() {
        if (document.hidden || state.isLoading) return;
        const {signal} = asking;
        try {
            const fresh = await Promise.all(
                store.state.projects.map((project) => first(project, signal)));
            if (!signal.aborted) become({groups: fresh.map(joined)});
        } catch {
            // What is listed stays; the next time tells.
        }
    }

    function joined(fresh) {
        const had = state.groups.find((one) => one.project === fresh.project);
        if (!had || had.sessions.length <= page) return fresh;
        const known = new Set(fresh.sessions.map((one) => one.session));
        const rest = had.sessions.slice(page).filter((one) => !known.has(one.session));
        return {...fresh, sessions: [...fresh.sessions, ...rest], next: had.next};
    }

    store.watch((all) => all.projects, (projects) => {
        if (store.state.me) load();
    });
    let timer = 0;
    store.watch((all) => all.events, (now, before) => {
        clearTimeout(timer);
        if (before !== undefined) timer = setTimeout(refresh, 700);
    });
    store.watch((all) => all.saved, (saved, before) => {
        clearTimeout(timer);
        if (before !== undefined && saved === "saved") timer = setTimeout(refresh, 100);
    });
    window.addEventListener("focus", refresh);
    setInterval(refresh, often);

    return {
        get state() { return state; },
        watch(listener) {
            listeners.add(listener);
            listener();
        },
        more, load,
        search(words) {
            if (words === state.words) return;
            become({words, isLoading: true});
            load();
        },
        order(order) {
            become({order});
            keep();
            load();
        },
        archived(archived) {
            become({archived});
            load();
        },
        fold(project) {
            const {closed} = state;
            become({
                closed: closed.includes(project) ? closed.filter((one) => one !== project)
                    : [...closed, project],
            });
            keep();
        },
    };
}

function kept() {
    try {
        return JSON.parse(localStorage.getItem(name)) ?? {};
    } catch {
        return {};
    }
}
