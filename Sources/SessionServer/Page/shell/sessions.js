// The sessions that the sidebar lists: of each project a page at a time, as far as one scrolls.

import {keep, kept} from "../app/kept.js";

const page = 60;
const searched = 40;
const name = "session-sidebar";
/** How often is looked for what others made, in ms. */
const often = 30_000;

/** Begins to list; see `Sessions`. */
export function createSessions(context) {
    return new Sessions(context);
}

class Sessions {
    #listeners = new Set();
    #asking = new AbortController();
    #timer = 0;

    constructor({store, api}) {
        Object.assign(this, {store, api});
        this.state = Object.freeze({
            words: "", order: "newest", archived: false, groups: [], hits: null, closed: [],
            problem: null, isLoading: true, ...kept(name),
        });
        store.watch((all) => all.projects, () => {
            if (store.state.me) this.load();
        });
        store.watch((all) => all.events, (now, before) => {
            if (before !== undefined) this.#later(700);
        });
        store.watch((all) => all.saved, (saved, before) => {
            if (before !== undefined && saved === "saved") this.#later(100);
        });
        window.addEventListener("focus", () => this.#refresh());
        setInterval(() => this.#refresh(), often);
    }

    /** Calls at once, and after each change. */
    watch(listener) {
        this.#listeners.add(listener);
        listener();
    }

    /** Lists from the beginning: another order, other words, other projects. */
    async load() {
        this.#asking.abort();
        this.#asking = new AbortController();
        const {signal} = this.#asking;
        try {
            const [groups, hits] = await Promise.all([this.#groups(signal), this.#said(signal)]);
            if (!signal.aborted) this.#become({groups, hits, problem: null, isLoading: false});
        } catch (error) {
            if (error.name === "AbortError") return;
            const isKept = error.isOffline && this.state.groups.length > 0;
            this.#become({problem: isKept ? null : error, isLoading: false});
        }
    }

    /** The next page of a project. */
    async more(project) {
        const group = this.state.groups.find((one) => one.project === project);
        if (!group?.next || group.isLoading) return;
        this.#change(project, {isLoading: true});
        const {signal} = this.#asking;
        try {
            const query = {...this.#query(project), after: group.next};
            const {sessions, next} = await this.api.get("sessions", query, {signal});
            const had = new Set(group.sessions.map((one) => one.session));
            const fresh = sessions.filter((one) => !had.has(one.session));
            this.#change(project, {
                sessions: [...group.sessions, ...fresh], next: next ?? null, isLoading: false,
            });
        } catch {
            this.#change(project, {isLoading: false});
        }
    }

    /** Lists those that have words in them, and what was said with them. */
    search(words) {
        if (words === this.state.words) return;
        this.#become({words, isLoading: true});
        this.load();
    }

    /** Lists in another order, which is remembered. */
    order(order) {
        this.#become({order});
        this.#keep();
        this.load();
    }

    /** Lists archived ones alone, or the others. */
    archived(archived) {
        this.#become({archived});
        this.load();
    }

    /** Folds a project, or unfolds it. */
    fold(project) {
        const {closed} = this.state;
        const isClosed = closed.includes(project);
        this.#become({
            closed: isClosed ? closed.filter((one) => one !== project) : [...closed, project],
        });
        this.#keep();
    }

    #become(patch) {
        const isOther = patch.groups && patch.groups !== this.state.groups;
        this.state = Object.freeze({...this.state, ...patch});
        if (isOther) {
            const sessions = this.state.groups.flatMap((group) => group.sessions);
            this.store.change("sessions", {sessions});
        }
        for (const listener of this.#listeners) listener();
    }

    #change(project, patch) {
        const groups = this.state.groups;
        this.#become({
            groups: groups.map((one) => one.project === project ? {...one, ...patch} : one),
        });
    }

    #query(project) {
        const {words, order, archived} = this.state;
        return {project, words: words || null, order, archived: archived || null, limit: page};
    }

    #groups(signal) {
        return Promise.all(this.store.state.projects.map(async ({project, name: called}) => {
            const query = this.#query(project);
            const {sessions, next} = await this.api.get("sessions", query, {signal});
            return {project, name: called, sessions, next: next ?? null};
        }));
    }

    async #said(signal) {
        const {words} = this.state;
        if (!words) return null;
        return (await this.api.get("search", {words, limit: searched}, {signal})).hits;
    }

    #later(delay) {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => this.#refresh(), delay);
    }

    /** The beginning of each project again, without what lies behind it being lost. */
    async #refresh() {
        if (document.hidden || this.state.isLoading || !this.store.state.me) return;
        const {signal} = this.#asking;
        try {
            const groups = await this.#groups(signal);
            if (!signal.aborted) {
                this.#become({groups: groups.map((fresh) => joined(this.state.groups, fresh))});
            }
        } catch {
            // What is listed stays; the next time tells.
        }
    }

    #keep() {
        const {order, closed} = this.state;
        keep(name, {order, closed});
    }
}

/** A first page, with what was listed behind it. */
function joined(groups, fresh) {
    const had = groups.find((one) => one.project === fresh.project);
    if (!had || had.sessions.length <= page) return fresh;
    const known = new Set(fresh.sessions.map((one) => one.session));
    const rest = had.sessions.slice(page).filter((one) => !known.has(one.session));
    return {...fresh, sessions: [...fresh.sessions, ...rest], next: had.next};
}
