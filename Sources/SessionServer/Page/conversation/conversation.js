// The conversation at the chosen moment: a column to read, over the whole line of its branch.

import {el} from "../dom/el.js";
import {isSubagent} from "../app/branches.js";
import {tabOf} from "../app/tabs.js";
import {travel} from "../app/travel.js";
import {addCommands} from "./commands.js";
import {folderOf} from "./folder.js";
import {keepMarks} from "./marks.js";
import {Reader} from "./reader.js";

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

/** Which branch is read, and what is said where none can be. */
class Conversation {
    constructor(root, context) {
        this.context = context;
        this.bar = el("div.conversation-bar", {hidden: true});
        this.message = el("div.conversation-message", {hidden: true});
        this.scroll = el("div.conversation-scroll", {
            tabIndex: 0, role: "region", "aria-label": "Conversation",
        });
        root.append(this.bar, this.message, this.scroll);
        this.reader = null;
        this.asked = 0;
    }

    say(node) {
        this.message.hidden = node === null;
        this.message.replaceChildren(...node ? [node] : []);
    }

    async prompts(session, branch) {
        const query = {branch, kind: "prompt.submitted", limit: 10_000};
        return (await this.context.api.get(`sessions/${session}/matches`, query)).revisions;
    }

    /** Reads the line that the store says. */
    async begin() {
        const {state} = this.context.store;
        const mine = ++this.asked;
        this.reader?.stop();
        this.reader = null;
        this.say(null);
        drawBar(this.bar, this.context.store);
        if (!lineOf(state)) return;
        const {session: {session}, moment: {branch}} = state;
        try {
            const prompts = await this.prompts(session, branch);
            if (mine === this.asked) this.read(session, branch, prompts);
        } catch (error) {
            if (mine === this.asked && error.name !== "AbortError") this.fail(error);
        }
    }

    fail(error) {
        this.say(failure(error, () => this.begin()));
    }

    read(session, branch, prompts) {
        const {head} = this.context.store.state;
        this.reader = new Reader(this.context, this.scroll, {
            session, branch, head: head.revision, prompts, onFailed: (error) => this.fail(error),
        });
        if (prompts.length === 0 && head.revision < 8) this.say(empty());
        this.reader.travelled();
        this.findFolder(session, this.reader);
    }

    async findFolder(session, mine) {
        const folder = await folderOf(this.context.api, session);
        if (folder === null || mine !== this.reader) return;
        mine.view.cwd = folder;
        mine.refresh();
    }

    /** Takes that a line has grown; new prompts begin turns of their own. */
    async grew(head) {
        const mine = this.reader;
        const isSame = mine && head.branch === mine.source.branch;
        if (!isSame || head.revision <= mine.source.head) return;
        const {session, branch} = mine.source;
        const prompts = await this.prompts(session, branch).catch(() => mine.view.prompts);
        if (mine !== this.reader) return;
        mine.view.prompts.splice(0, Infinity, ...prompts);
        if (prompts.length > 0) this.say(null);
        mine.grow(head.revision, this.context.store.state.moment.isNow);
    }
}

/** Draws the conversation into its root. */
export function mount(root, context) {
    const {store} = context;
    const conversation = new Conversation(root, context);
    store.watch(lineOf, () => conversation.begin());
    store.watch((state) => state.branches, () => drawBar(conversation.bar, store));
    store.watch((state) => state.moment, () => conversation.reader?.travelled());
    store.watch((state) => state.head, (head) => conversation.grew(head));
    for (const name of ["bookkeeping", "raw", "filter"]) {
        store.watch((state) => state[name], () => conversation.reader?.refresh());
    }
    keepMarks(conversation.scroll, store);
    addCommands(context, () => conversation.reader);
}
