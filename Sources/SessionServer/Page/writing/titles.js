// Titles, given in the header, on a tab or in the sidebar: all of them go this way.

import {outboxOf} from "./office.js";

/** Gives a session another title: shown at once, saved after a moment. */
export function changeTitle(context, session, title) {
    const {state} = context.store;
    const tab = state.tabs.find((one) => one.session === session);
    const listed = state.sessions.find((one) => one.session === session);
    const before = tab?.title ?? listed?.title ?? "";
    if (title === before) return;
    const data = {title, before, ...place(state, session)};
    outboxOf(context).add({session, sort: "title", data});
}

/** Sets something of a session, or removes it with null. */
export function changeSetting(context, session, name, value) {
    const {state} = context.store;
    const data = {name, value, ...place(state, session)};
    outboxOf(context).add({session, sort: "setting", data});
}

/** Pins a session in the sidebar, or takes the pin away. */
export function changePin(context, session, pinned) {
    outboxOf(context).add({session, sort: "pin", data: {pinned, branch: "main"}}, {now: true});
}

/** The branch that is written to, and the head of it that a person has seen. */
function place(state, session) {
    if (state.session?.session !== session) return {branch: "main"};
    const branch = state.moment.branch;
    const head = state.branches.find((one) => one.name === branch)?.head;
    return {branch, expecting: head};
}
