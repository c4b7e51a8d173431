// What one does to a session as a whole: shown at once, taken back with a message when refused.

import {closeTab} from "../app/tabs.js";
import {toast, toastError} from "../dom/toast.js";
import {confirmed} from "../dom/dialog.js";
import {showSession} from "./opening.js";

async function patch({api}, session, change) {
    const path = `sessions/${session}`;
    await api.get(path);
    return api.send("PATCH", path, change, {"If-Match": api.etag(path)});
}

/** Makes a session of its own of what is in one, and shows it. */
export async function duplicate(context, {session, title}) {
    try {
        const made = await context.api.send("POST", `sessions/${session}/duplicate`,
            {title: `${title} (copy)`});
        context.store.change("made", (state) => ({events: state.events + 1}));
        showSession(context, made);
    } catch (error) {
        toastError(error, "No copy was made");
    }
}

/** Archives a session, or opens it again. */
export async function archive(context, {session, title}, archived) {
    try {
        await patch(context, session, {archived});
        context.store.change("archived", (state) => ({events: state.events + 1}));
        toast(archived ? `“${title}” is archived.` : `“${title}” is open again.`, {
            action: {title: "Undo", run: () => archive(context, {session, title}, !archived)},
        });
    } catch (error) {
        toastError(error, archived ? "It was not archived" : "It is archived still");
    }
}

/** Deletes a session, after asking; it can be restored for 30 days. */
export async function remove(context, {session, title}) {
    const {api, store} = context;
    const isSure = await confirmed({
        title: `Delete “${title}”?`, yes: "Delete it", danger: true,
        body: "It can be restored for 30 days.",
    });
    if (!isSure) return;
    try {
        const path = `sessions/${session}`;
        await api.get(path);
        await api.send("DELETE", path, undefined, {"If-Match": api.etag(path)});
        for (const tab of store.state.tabs) {
            if (tab.session === session) store.change("close", (state) => closeTab(state, tab.key));
        }
        store.change("deleted", (state) => ({
            sessions: state.sessions.filter((one) => one.session !== session),
            events: state.events + 1,
        }));
        toast(`“${title}” is deleted.`, {
            action: {title: "Restore", run: () => restore(context, session)},
        });
    } catch (error) {
        toastError(error, "It was not deleted");
    }
}

async function restore(context, session) {
    try {
        const back = await context.api.send("POST", `sessions/${session}/restoration`);
        context.store.change("restored", (state) => ({events: state.events + 1}));
        showSession(context, back);
    } catch (error) {
        toastError(error, "It was not restored");
    }
}
