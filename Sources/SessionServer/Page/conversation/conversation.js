// The conversation at the chosen moment: a column to read, over the whole line of its branch.

import {el} from "../dom/el.js";
import {tabOf} from "../app/tabs.js";
import {travel} from "../app/travel.js";
import {addCommands} from "./commands.js";
import {createReader} from "./reader.js";
import {isSubagent} from "./forks.js";
import {keepMarks} from "./marks.js";

/** The line that is to be read; a text, so that a watcher can compare it. */
function lineOf(state) {
    const session = state.session?.session;
    if (!session || tabOf(state)?.session !== session || state.head.revision === 0) return "";
    return `${session} ${state.moment.branch}`;
}

function empty() {
    return el("div.state", {}, el("strong", {}, "Nothing was said yet"),
        el("p", {}, "Write a prompt below, or append events to this branch."));
}

function failure(error, retry) {
    return el("div.state.error", {role: "alert"}, el("strong", {}, "The conversation did not load"),
        el("p", {}, error.message), error.hint && el("p.faint", {}, error.hint),
        el("button.button", {type: "button", onclick: retry}, "Try again"));
}

/** Says that a subagent's branch is shown, with the way back. */
function drawBar(bar, store) {
    const {moment, branches} = store.state;
    const branch = branches.find((one) => one.name === moment.branch);
    const isShown = isSubagent(moment.branch) && branch?.fork;
    bar.hidden = !isShown;
    if (!isShown) return;
    const back = `${branch.fork.branch}@${branch.fork.revision}`;
    bar.replaceChildren(
        el("span", {}, "What the subagent ", el("strong", {}, moment.branch), " did"),
        el("button.branch-link", {
            type: "button", id: "back-to-call", onclick: () => travel(store, branch.fork),
        }, `← Back to the call, ${back}`));
}

/** Draws the conversation into its root. */
export function mount(root, context) {
    const {store, api} = context;
    const bar = el("div.conversation-bar", {hidden: true});
    const message = el("div.conversation-message", {hidden: true});
    const scroll = el("div.conversation-scroll", {
        tabIndex: 0, role: "region", "aria-label": "Conversation",
    });
    root.append(bar, message, scroll);
    let reader = null;
    let asked = 0;

    function say(node) {
        message.hidden = node === null;
        message.replaceChildren(...node ? [node] : []);
    }

    async function begin() {
        const line = lineOf(store.state);
        const mine = ++asked;
        reader?.stop();
        reader = null;
        say(null);
        drawBar(bar, store);
        if (!line) return;
        const {session: {session}, moment: {branch}} = store.state;
        try {
            const {revisions} = await api.get(`sessions/${session}/matches`,
                {branch, kind: "prompt.submitted", limit: 10_000});
            if (mine !== asked) return;
            const {head, moment} = store.state;
            reader = createReader(context, scroll, {
                session, branch, head: head.revision, prompts: revisions,
                onFailed: (error) => say(failure(error, begin)),
            });
            if (revisions.length === 0 && head.revision < 8) say(empty());
            reader.travelled(moment);
            loadFolder(session, reader);
        } catch (error) {
            if (mine === asked && error.name !== "AbortError") say(failure(error, begin));
        }
    }

    /** The folder in which the tool ran: paths are shown from there. */
    async function loadFolder(session, mine) {
        const {events} = await api.get(`sessions/${session}/subjects/setting.changed`)
            .catch(() => ({events: []}));
        const folder = events.find((event) => event.subject === "cwd")?.data.value;
        if (typeof folder !== "string" || mine !== reader) return;
        mine.view.cwd = folder;
        mine.refresh();
    }

    /** New prompts begin turns of their own. */
    async function countPrompts(mine) {
        const {session, branch} = mine.source;
        const {revisions} = await api.get(`sessions/${session}/matches`,
            {branch, kind: "prompt.submitted", limit: 10_000});
        mine.view.prompts.splice(0, Infinity, ...revisions);
        if (revisions.length > 0) say(null);
    }

    store.watch(lineOf, begin);
    store.watch((state) => state.branches, () => drawBar(bar, store));
    store.watch((state) => state.moment, (moment) => {
        if (reader && moment.branch === reader.source.branch) reader.travelled(moment);
    });
    store.watch((state) => state.head, async (head) => {
        const mine = reader;
        const isSame = mine && head.branch === mine.source.branch;
        if (!isSame || head.revision <= mine.source.head) return;
        await countPrompts(mine).catch(() => {});
        if (mine === reader) mine.grow(head.revision, store.state.moment.isNow);
    });
    for (const name of ["bookkeeping", "raw", "filter"]) {
        store.watch((state) => state[name], () => reader?.refresh());
    }
    keepMarks(scroll, store);
    addCommands(context, () => reader);
}
