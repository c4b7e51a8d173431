// Tabs, their order and the place in each come back: from this browser, else from the server.

import {tabFor, tabOf} from "../app/tabs.js";

const name = (user) => `session-tabs-${user}`;
/** How long after the last change they are kept here, and told to the server, in ms. */
const rest = 250;
const delay = 800;

/** Keeps the tabs as they change. */
export function keepTabs(context) {
    const {store} = context;
    let saving = 0;
    let sending = 0;
    let sent = "";

    function save() {
        clearTimeout(saving);
        const {state} = store;
        if (!state.me || !state.tabsKnown) return;
        localStorage.setItem(name(state.me.user), JSON.stringify(keptOf(state)));
        clearTimeout(sending);
        sending = setTimeout(send, delay);
    }

    function later() {
        clearTimeout(saving);
        saving = setTimeout(save, rest);
    }

    function strip({tabs, active}) {
        return JSON.stringify([tabs.map((tab) => tab.session), active]);
    }

    async function send() {
        const next = strip(store.state);
        if (next === sent) return;
        sent = next;
        await sendTabs(context).catch(() => { sent = ""; });
    }

    store.watch((state) => state.tabsKnown, () => { sent = strip(store.state); });
    for (const part of ["tabs", "active", "moment", "pane", "path", "closedTabs"]) {
        store.watch((state) => state[part], later);
    }
    window.addEventListener("pagehide", save);
}

/** What is kept of a state. Pure. */
export function keptOf(state) {
    const {tabs, active, closedTabs, moment, pane, path} = state;
    const isLoaded = state.session && tabOf(state)?.session === state.session.session;
    return {
        active, closedTabs,
        tabs: tabs.map((tab) => tab.key === active && isLoaded
            ? {...tab, place: {moment, pane, path}} : tab),
    };
}

/** The tabs that were open, as a change of the state. */
export async function keptTabs(context) {
    const {store, api} = context;
    const text = localStorage.getItem(name(store.state.me.user));
    const kept = text ? JSON.parse(text) : await fromServer(store.state.projects, api);
    const active = kept.tabs.find((tab) => tab.key === kept.active) ?? kept.tabs[0] ?? null;
    const place = active?.place;
    return {
        tabsKnown: true, tabs: kept.tabs, closedTabs: kept.closedTabs ?? [],
        active: active?.key ?? null,
        ...(place && {
            moment: Object.freeze(place.moment), pane: place.pane, path: place.path,
            head: Object.freeze({branch: place.moment.branch, revision: 0}),
        }),
    };
}

async function fromServer(projects, api) {
    const all = await Promise.all(projects.slice(0, 20).map(async ({project}) => {
        const {open, active} = await api.get(`projects/${project}/tabs`)
            .catch(() => ({open: []}));
        return open.map((tab) => ({
            tab: tabFor({...tab, project}, crypto.randomUUID()), isActive: tab.session === active,
        }));
    }));
    const tabs = all.flat();
    return {
        tabs: tabs.map(({tab}) => tab),
        active: (tabs.find(({isActive}) => isActive) ?? tabs[0])?.tab.key ?? null,
    };
}

/** Tells the server, project by project, which sessions are open. */
async function sendTabs({store, api}) {
    const {tabs, projects, active, closedTabs} = store.state;
    const current = tabs.find((tab) => tab.key === active);
    const known = new Set([...tabs, ...closedTabs].map((tab) => tab.project));
    for (const {project} of projects) {
        if (!known.has(project)) continue;
        const sessions = [...new Set(
            tabs.filter((tab) => tab.project === project).map((tab) => tab.session))];
        const body = {open: sessions.slice(0, 200).map((session) => ({session}))};
        if (current?.project === project) body.active = current.session;
        await api.send("PUT", `projects/${project}/tabs`, body);
    }
}
