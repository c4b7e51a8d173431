// What fits what was typed into the palette: commands at once, sessions as the server finds them.

import {toastError} from "../dom/toast.js";
import {newSession, showSession} from "../shell/opening.js";
import {best, score} from "./match.js";
import {iconOf} from "./tabs.js";

const delay = 120;

/**
 * @param {object} context
 * @param {"sessions"} [only] sessions alone
 * @returns {{ask: (typed: string, done: () => void) => void, items: (typed: string) => object[]}}
 */
export function createFound(context, only) {
    const {store, api} = context;
    let sessions = store.state.sessions.slice(0, 8);
    let answered = "";
    let timer = 0;
    let asking = null;

    /** Asks the server when typing rests. */
    function ask(typed, done) {
        clearTimeout(timer);
        asking?.abort();
        timer = setTimeout(async () => {
            asking = new AbortController();
            try {
                const query = {words: typed || null, limit: only ? 30 : 8};
                const found = await api.get("sessions", query, asking);
                sessions = found.sessions.filter((one) => !one.error);
                answered = typed;
                done();
            } catch (error) {
                toastError(error);
            }
        }, typed ? delay : 0);
    }

    /** What fits, with what is known by now. */
    function items(typed) {
        const fitting = answered === typed ? sessions
            : best(typed, sessions, (one) => `${one.title} ${one.lastMessage}`);
        const opened = fitting.map((one) => sessionItem(context, one));
        const begun = {
            group: "New", title: typed ? `New session “${typed}”` : "New session",
            run: () => newSession(context, typed),
        };
        if (only) return [...opened, begun];
        const done = commandItems(context.commands, typed);
        if (!typed) return [...opened.slice(0, 5), ...done];
        const lead = (all) => Math.max(0, ...all.map((one) => score(typed, one.title)));
        return lead(opened) > lead(done) ? [...opened, ...done, begun]
            : [...done, ...opened, begun];
    }

    return {ask, items};
}

function sessionItem(context, one) {
    return {
        group: "Sessions", title: one.title || "Untitled", detail: one.lastMessage,
        icon: iconOf(one), time: one.endedAt, run: () => showSession(context, one),
    };
}

/** Commands that fit, those of a group beside each other, groups in the order of their best. */
function commandItems(commands, typed) {
    const can = commands.list().filter((one) => !one.hidden && commands.can(one));
    const items = best(typed, can, (one) => one.title, typed ? 12 : 200).map((one) => ({
        group: one.group ?? "More", title: one.title, keys: one.keys?.[0], run: () => one.run(),
    }));
    const groups = [...new Set(items.map((item) => item.group))];
    return groups.flatMap((group) => items.filter((item) => item.group === group));
}
