// The box at the foot of the conversation: prompts and notes, the pin, and what is on its way.

import {toNow} from "../app/travel.js";
import {askedText} from "../dom/dialog.js";
import {el, fill} from "../dom/el.js";
import {createBranching} from "../timeline/branching.js";
import {createDrafts} from "./drafts.js";
import {outboxOf} from "./office.js";
import {changePin, changeSetting} from "./titles.js";

export function mount(root, context) {
    const {store, commands} = context;
    const outbox = outboxOf(context);
    const branching = createBranching(context);
    const drafts = createDrafts(context, outbox);
    let sort = "prompt";

    const text = el("textarea.writing-text", {rows: 1, "aria-label": "Prompt",
        oninput: () => typed(), onkeydown: pressed});
    const hint = el("p.writing-hint");
    const choice = (name, title) => el("button", {type: "button", "aria-pressed": "false",
        "data-sort": name, onclick: () => choose(name)}, title);
    const choices = el("div.choices", {role: "group", "aria-label": "What is written"},
        choice("prompt", "Prompt"), choice("note", "Note"));
    const pin = el("button.button.small", {type: "button", "aria-pressed": "false",
        onclick: togglePin});
    const send = el("button.button.small.main", {type: "button", onclick: submit});
    const pending = el("ol.writing-pending", {"aria-label": "On its way"});
    const box = el("form.writing-box", {onsubmit: (event) => event.preventDefault()}, text,
        el("div.writing-foot", {}, choices, pin, hint, send));
    root.append(pending, box);

    function choose(name) {
        sort = name;
        draw();
        text.focus();
    }

    function typed() {
        fit(text);
        drafts.write(store.state.session?.session, text.value);
        draw();
    }

    function pressed(event) {
        if (event.isComposing) return;
        if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
            event.preventDefault();
            submit();
        } else if (event.key === "Escape") {
            event.stopPropagation();
            document.querySelector("#main").focus({preventScroll: true});
        }
    }

    /** Appends what is written: at the head, or on a fork where one is in the past. */
    function submit() {
        const {session, moment} = store.state;
        const said = text.value.trim();
        if (!said || !session || !canWrite(store.state)) return;
        let data = {text: said, branch: moment.branch, expecting: store.state.head.revision};
        let needs;
        if (!moment.isNow && sort === "prompt") {
            const name = branching.freeName();
            needs = branching.forkAs(name, {branch: moment.branch, revision: moment.revision});
            data = {text: said, branch: name, expecting: moment.revision};
        }
        outbox.add({session: session.session, sort, data, needs}, {now: true});
        text.value = "";
        drafts.write(session.session, "");
        fit(text);
        if (!store.state.moment.isNow) toNow(store);
        draw();
    }

    function togglePin() {
        const {session} = store.state;
        if (session) changePin(context, session.session, !isPinned(store.state));
    }

    function draw() {
        const {state} = store;
        const isWritable = canWrite(state);
        const forks = !state.moment.isNow && sort === "prompt";
        root.hidden = !state.session;
        text.disabled = !isWritable;
        text.placeholder = placeholder(state, sort, isWritable);
        text.setAttribute("aria-label", sort === "prompt" ? "Prompt" : "Note");
        for (const one of choices.children) {
            one.setAttribute("aria-pressed", String(one.dataset.sort === sort));
        }
        pin.setAttribute("aria-pressed", String(isPinned(state)));
        fill(pin, isPinned(state) ? "Pinned" : "Pin");
        pin.title = isPinned(state) ? "Take the pin away" : "Keep this session at the top of the list";
        fill(send, forks ? "Fork and add" : sort === "prompt" ? "Add prompt" : "Add note");
        send.disabled = !isWritable || text.value.trim() === "";
        hint.textContent = !state.online ? "Offline: what you write is sent when the server is back."
            : forks && text.value ? `It goes on a fork at ${state.moment.branch}@${
                state.moment.revision}.` : "";
        drawPending(state);
    }

    function drawPending({pending: all, session, saved}) {
        const own = all.filter((change) => change.session === session?.session);
        pending.hidden = own.length === 0;
        fill(pending, own.map((change) => el("li.writing-waiting", {class: change.sort},
            el("bdi", {dir: "auto"}, change.data.text),
            el("span.faint", {}, saved === "unsent" ? "kept here, not sent yet" : "sending…"))));
    }

    async function openDraft(session) {
        text.value = "";
        fit(text);
        draw();
        const kept = session ? await drafts.read(session) : "";
        if (store.state.session?.session === session && !text.value) text.value = kept;
        fit(text);
        draw();
    }

    store.watch((state) => state.session?.session, openDraft);
    for (const pick of [(state) => state.moment, (state) => state.online, (state) => state.pending,
        (state) => state.sessions, (state) => state.saved, (state) => state.branches]) {
        store.watch(pick, draw);
    }
    const when = (state) => state.session !== null && canWrite(state);
    commands.add(
        {id: "write.prompt", title: "Write a prompt", keys: ["p"], group: "Write", when,
            run: () => choose("prompt")},
        {id: "write.note", title: "Write a note", keys: ["n"], group: "Write", when,
            run: () => choose("note")},
        {id: "write.pin", title: "Pin this session, or take the pin away", group: "Write",
            when: (state) => state.session !== null, run: togglePin},
        {id: "write.setting", title: "Change a setting", group: "Write", when,
            run: () => askSetting(context)},
        {id: "write.save", title: "Save everything now", keys: ["Mod+s"], group: "Write",
            inText: true, run: () => outbox.save()});
}

/** Asks for a setting as it is written: `name = value`; without a value it is removed. */
async function askSetting(context) {
    const said = await askedText({
        title: "Change a setting", label: "Setting", value: "", yes: "Change",
        hint: "Write it as name = value. Without a value it is removed.",
        check: (text) => /^[^=\s]+\s*=/.test(text) ? null : "Write name = value.",
    });
    if (!said) return;
    const [name, ...rest] = said.split("=");
    const value = rest.join("=").trim();
    changeSetting(context, context.store.state.session.session, name.trim(),
        value === "" ? null : settingValue(value));
}

/** Numbers, true and false as such; everything else is text. */
function settingValue(text) {
    return /^(true|false|-?\d+(\.\d+)?)$/.test(text) ? JSON.parse(text) : text;
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

function placeholder(state, sort, isWritable) {
    const {branch, revision, isNow} = state.moment;
    if (!isWritable) return "Nothing can be added here.";
    if (sort === "note") return `Add a note to ${branch}`;
    return isNow ? `Add a prompt to ${branch}` : `Go on from ${branch}@${revision}, on a fork`;
}

/** As high as its text, up to a third of the window. */
function fit(text) {
    text.style.height = "auto";
    text.style.height = `${Math.min(text.scrollHeight, innerHeight / 3)}px`;
}
