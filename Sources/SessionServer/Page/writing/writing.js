// Writes prompts and notes at the foot of the conversation: at the head, or on a fork.

import {toNow} from "../app/travel.js";
import {createBranching} from "../timeline/branching.js";
import {createBox} from "./box.js";
import {createDrafts} from "./drafts.js";
import {outboxOf} from "./office.js";
import {createPending} from "./pending.js";
import {askSetting} from "./setting.js";
import {changePin} from "./titles.js";

export function mount(root, context) {
    const {store} = context;
    const outbox = outboxOf(context);
    const branching = createBranching(context);
    const drafts = createDrafts(context, outbox);
    const pending = createPending(context);
    const box = createBox({typed, pressed, chosen, pinned, sent});
    let sort = "prompt";
    root.append(pending.node, box.node);

    function chosen(name) {
        sort = name;
        draw();
        box.text.focus();
    }

    function typed() {
        box.fit();
        drafts.write(store.state.session?.session, box.text.value);
        draw();
    }

    function pressed(event) {
        if (event.isComposing) return;
        if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
            event.preventDefault();
            sent();
        } else if (event.key === "Escape") {
            event.stopPropagation();
            document.querySelector("#main").focus({preventScroll: true});
        }
    }

    function pinned() {
        const {session} = store.state;
        if (session) changePin(context, session.session, !isPinned(store.state));
    }

    function sent() {
        const said = box.text.value.trim();
        if (!said || !store.state.session || !canWrite(store.state)) return;
        const session = store.state.session.session;
        outbox.add({session, ...addition(store.state, branching, sort, said)}, {now: true});
        box.write("");
        drafts.write(session, "");
        if (!store.state.moment.isNow) toNow(store);
        draw();
    }

    function draw() {
        const {state} = store;
        root.hidden = !state.session;
        box.draw({
            sort, isWritable: canWrite(state), isPinned: isPinned(state), isOnline: state.online,
            forks: !state.moment.isNow && sort === "prompt", moment: state.moment,
        });
        pending.draw();
    }

    async function openDraft(session) {
        box.write("");
        draw();
        const kept = session ? await drafts.read(session) : "";
        if (store.state.session?.session === session && !box.text.value) box.write(kept);
        draw();
    }

    store.watch((state) => state.session?.session, openDraft);
    for (const pick of [(state) => state.moment, (state) => state.online, (state) => state.pending,
        (state) => state.sessions, (state) => state.saved, (state) => state.branches]) {
        store.watch(pick, draw);
    }
    addCommands(context, {chosen, pinned, outbox});
}

function addCommands(context, {chosen, pinned, outbox}) {
    const when = (state) => state.session !== null && canWrite(state);
    context.commands.add(
        {id: "write.prompt", title: "Write a prompt", keys: ["p"], group: "Write", when,
            run: () => chosen("prompt")},
        {id: "write.note", title: "Write a note", keys: ["n"], group: "Write", when,
            run: () => chosen("note")},
        {id: "write.pin", title: "Pin this session, or take the pin away", group: "Write",
            when: (state) => state.session !== null, run: pinned},
        {id: "write.setting", title: "Change a setting", group: "Write", when,
            run: () => askSetting(context)},
        {id: "write.save", title: "Save everything now", keys: ["Mod+s"], group: "Write",
            inText: true, run: () => outbox.save()});
}

/** The change that adds what is said: a prompt in the past is the first of a fork. */
function addition(state, branching, sort, text) {
    const {moment, head} = state;
    if (moment.isNow || sort === "note") {
        return {sort, data: {text, branch: moment.branch, expecting: head.revision}};
    }
    const {branch, revision} = moment;
    const name = branching.freeName();
    const needs = branching.forkAs(name, {branch, revision});
    return {sort, needs, data: {text, branch: name, expecting: revision}};
}

/** Whether somebody may write here: readers may not, and nobody where a branch is archived. */
function canWrite(state) {
    const tab = state.tabs.find((one) => one.key === state.active);
    const project = state.projects.find((one) => one.project === tab?.project);
    const branch = state.branches.find((one) => one.name === state.moment.branch);
    return project?.role !== "reader" && !branch?.archived;
}

function isPinned({sessions, session}) {
    return sessions.find((one) => one.session === session?.session)?.pinned ?? false;
}
