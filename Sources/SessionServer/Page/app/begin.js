// What happens first: who one is, which projects there are, which tabs were open, where the link
// leads.

import {readAddress} from "./address.js";
import {openTab, tabOf} from "./tabs.js";
import {travel} from "./travel.js";
import {keptTabs} from "../shell/tabs-keep.js";

/** Begins, or begins again after somebody signed in. */
export async function begin(context) {
    const {store, api} = context;
    const address = readAddress(location.hash);
    try {
        const [me, {projects}] = await Promise.all([api.get("me"), api.get("projects")]);
        store.change("signed in", {me, projects, signedOut: false});
        const kept = await keptTabs(context);
        if (address) {
            store.change("tabs", {...kept, active: null, tabsKnown: false});
            await open(context, address);
        }
        store.change("tabs", address ? {tabsKnown: true} : kept);
    } catch (error) {
        if (error.status === 401) return;
        const {message, hint, status} = error;
        store.change("no beginning", {problem: {message, hint, status}});
    }
}

/** Goes where an address leads: opens its session and chooses its moment. */
export async function open(context, {session, branch, revision, pane, path}) {
    const {store, api} = context;
    const moment = Object.freeze({
        branch: branch ?? "main", revision: revision ?? 0, isNow: revision === null,
    });
    const place = {moment, pane: pane ?? "files", path: path ?? null};
    if (tabOf(store.state)?.session === session && store.state.session) {
        store.change("address", {pane: place.pane, path: place.path});
        travel(store, {branch: moment.branch, revision: revision ?? undefined});
        return;
    }
    const had = store.state.tabs.find((tab) => tab.session === session);
    const listed = had ?? await api.get(`sessions/${session}`).catch((error) => {
        if (error.status === 404) return {session, title: "Not found"};
        throw error;
    });
    store.change("address", (state) => {
        const tabs = had
            ? state.tabs.map((tab) => tab.key === had.key ? {...tab, place} : tab) : state.tabs;
        const base = {...state, tabs, session: null};
        if (had && state.active === had.key) return {tabs, ...placed(place)};
        return openTab(base, listed, crypto.randomUUID(), {place});
    });
}

function placed({moment, pane, path}) {
    return {moment, pane, path, head: Object.freeze({branch: moment.branch, revision: 0})};
}
