// Ways in which a session comes into a tab.

import {openTab} from "../app/tabs.js";
import {travel} from "../app/travel.js";
import {askedText} from "../dom/dialog.js";
import {toast, toastError} from "../dom/toast.js";

/**
 * Shows a session: in the tab it has, or in a new one.
 *
 * @param {object} context
 * @param {{session: string, title: string, error?: object}} listed
 * @param {{isOther?: boolean, point?: {branch: string, revision: number}, path?: string}} [options]
 *     isOther: in one more tab, though it has one; point: at that moment
 */
export function showSession({store}, listed, {isOther = false, point, path} = {}) {
    if (listed.error) {
        toast(listed.error.message, {kind: "error", hint: listed.error.hint});
        return;
    }
    const place = point && Object.freeze({
        moment: Object.freeze({...point, isNow: false}), pane: store.state.pane, path: path ?? null,
    });
    store.change("open", (state) => ({
        ...openTab(state, listed, crypto.randomUUID(), {isOther, place}), sheet: null,
    }));
    if (point && !isOther) travel(store, point);
    toReading();
}

/** Sets the focus to what is read, so that keys travel there. */
export function toReading() {
    document.querySelector("#main").focus({preventScroll: true});
}

/** Makes a session in the project that is seen, and shows it. */
export async function newSession(context, title, project) {
    const {store, api} = context;
    const into = project ?? await projectForNew(context);
    if (!into) return;
    try {
        const body = {project: into, title: title || "New session"};
        const made = await api.send("POST", "sessions", body);
        showSession(context, made);
        store.change("made", (state) => ({events: state.events + 1}));
    } catch (error) {
        toastError(error, "No session was made");
    }
}

async function projectForNew(context) {
    const {projects, tabs, active} = context.store.state;
    const current = tabs.find((tab) => tab.key === active)?.project;
    const writable = projects.filter((one) => one.role !== "reader");
    const found = writable.find((one) => one.project === current) ?? writable[0];
    return found?.project ?? (await newProject(context));
}

/** Asks for a name and makes a project; gives its id, or null. */
export async function newProject({store, api}) {
    const name = await askedText({
        title: "New project", label: "Its name", yes: "Make it",
        hint: "A project is a folder of sessions with members of its own.",
    });
    if (!name) return null;
    try {
        const made = await api.send("POST", "projects", {name});
        store.change("project", (state) => ({projects: [...state.projects, made]}));
        return made.project;
    } catch (error) {
        toastError(error, "No project was made");
        return null;
    }
}
