// Going to a moment by its name, and passing it on.

import {momentText} from "../app/address.js";
import {tabOf} from "../app/tabs.js";
import {travel} from "../app/travel.js";
import {askedText} from "../dom/dialog.js";
import {toast, toastError} from "../dom/toast.js";

/** Adds the commands. */
export function addMomentCommands(context) {
    const {store, commands} = context;
    const when = (state) => state.session !== null;
    commands.add(
        {id: "moment.go", title: "Go to a moment…", keys: ["g"], group: "Moment", when,
            run: () => askMoment(context)},
        {id: "moment.copy", title: "Copy the link to this moment", keys: ["y"], group: "Moment",
            when, run: async () => {
                await navigator.clipboard.writeText(location.href);
                toast(`The link to ${momentText(store.state.moment)} is copied.`, {time: 2500});
            }});
}

/** Asks for a moment in any form and goes there. */
async function askMoment({store, api}) {
    const typed = await askedText({
        title: "Go to a moment", yes: "Go", value: momentText(store.state.moment),
        hint: "A revision (main@61 or 61), turns undone (main~2), a time (main@2026-03-14T09:36), a "
            + "branch or a tag.",
    });
    if (!typed) return;
    const {session} = tabOf(store.state);
    const at = /^\d+$/.test(typed) ? `${store.state.moment.branch}@${typed}` : typed;
    try {
        const {branch, revision} = await api.get(`sessions/${session}/preview`, {at});
        travel(store, {branch, revision});
    } catch (error) {
        toastError(error);
    }
}
