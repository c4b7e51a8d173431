// The session and the moment as the panes ask of them.

import {tabOf} from "../app/tabs.js";
import {turnBounds} from "../conversation/line.js";

/** The path of the session that is shown, or null while there is none. */
export function sessionPath(state) {
    const session = state.session?.session;
    return session && tabOf(state)?.session === session && state.moment.revision > 0
        ? `sessions/${session}` : null;
}

/** The moment as it is written: main@61. */
export function at({moment}) {
    return `${moment.branch}@${moment.revision}`;
}

/** What a pane depends on that shows the moment; a text. */
export function momentKey(state) {
    const path = sessionPath(state);
    return path ? `${path} ${at(state)} ${state.events}` : "";
}

/** The revisions of the prompts on the moment's branch. */
export async function promptsOf({store, api}, signal) {
    const {state} = store;
    const {revisions} = await api.get(`${sessionPath(state)}/matches`,
        {branch: state.moment.branch, kind: "prompt.submitted", limit: 10_000}, {signal});
    return revisions;
}

/** The moment before the turn that the chosen moment is in. */
export async function beforeTurn(context, signal) {
    const {moment} = context.store.state;
    const {from} = turnBounds(await promptsOf(context, signal), moment.revision);
    return `${moment.branch}@${Math.max(1, from - 1)}`;
}

/** Whether the reader is an owner of the project that the session is in. */
export function isOwner(state) {
    const tab = tabOf(state);
    const listed = state.sessions.find((one) => one.session === tab?.session);
    const project = tab?.project ?? listed?.project;
    return state.projects.some((one) => one.project === project && one.role === "owner");
}
