// How a line of the sidebar looks, and what its menu offers.

import {el} from "../dom/el.js";
import {openMenu} from "../dom/menu.js";
import {timeEl} from "../dom/time.js";
import {count, short} from "../dom/number.js";
import {askedText} from "../dom/dialog.js";
import {iconOf, tabOf} from "../app/tabs.js";
import {plainText} from "../text/draw.js";
import {changePin, changeTitle} from "../writing/titles.js";
import {showSession} from "./opening.js";
import {archive, duplicate, remove} from "./changing.js";
import {liveFor} from "./tabs.js";

/** Draws the items of sidebar-items.js. */
export function createDrawing(context, sessions) {
    const kinds = {
        heading: (item) => heading(item, sessions), title, none, empty: none, waiting,
        more: waiting, session: (item) => session(item, context), hit: (item) => hit(item, context),
        problem: (item) => problem(item, sessions),
    };
    return {draw: (item) => kinds[item.kind](item)};
}

function heading({project, text, isOpen, count: number, hasMore}, sessions) {
    return el("button.sidebar-heading", {
        type: "button", "aria-expanded": String(isOpen), onclick: () => sessions.fold(project),
    }, el("span.sidebar-fold", {"aria-hidden": "true"}, isOpen ? "▾" : "▸"),
    el("span.cut", {}, plainText(text)),
    el("span.sidebar-count", {}, `${count(number)}${hasMore ? "+" : ""}`));
}

function title({text}) {
    return el("h2.sidebar-heading", {}, text);
}

function none({text}) {
    return el("p.sidebar-none", {}, text);
}

function waiting() {
    return el("div.sidebar-waiting.waiting", {"aria-hidden": "true"});
}

function problem({problem: {message, hint}}, sessions) {
    return el("div.state.error", {}, el("strong", {}, message), hint && el("p", {}, hint),
        el("button.button", {type: "button", onclick: () => sessions.load()}, "Try again"));
}

function session({session: one}, context) {
    if (one.error) return broken(one);
    const {state} = context.store;
    const isCurrent = tabOf(state)?.session === one.session;
    const isLive = Date.now() - (state.live[one.session] ?? 0) < liveFor;
    const menu = (anchor) => openMenu(anchor, menuOf(context, one), {label: one.title});
    const open = ({metaKey, ctrlKey}) => showSession(context, one, {isOther: metaKey || ctrlKey});
    return el("div.session-row", {
        class: isCurrent ? "current" : "",
        oncontextmenu: (event) => {
            event.preventDefault();
            menu({x: event.clientX, y: event.clientY});
        },
    },
    el("button.session-open", {
        type: "button", "aria-current": isCurrent ? "true" : null, title: hintOf(one),
        onclick: open,
    }, first(one, isLive),
    el("span.session-last.cut", {}, plainText(one.lastMessage || "Nothing was said yet."))),
    el("button.icon-button.session-more", {
        type: "button", "aria-label": `What can be done with ${one.title}`, tabIndex: -1,
        onclick: (event) => menu(event.currentTarget),
    }, "⋯"));
}

function first(one, isLive) {
    return el("span.session-first", {},
        el("span.badge", {"aria-hidden": "true"}, iconOf(one)),
        el("span.session-title.cut", {}, plainText(one.title || "Untitled")),
        isLive && el("span.live-mark", {role: "img", "aria-label": "being written"}),
        one.pinned && el("span.pin-mark", {role: "img", "aria-label": "pinned"}),
        one.endedAt && el("span.session-time", {}, timeEl(one.endedAt)));
}

function hintOf(one) {
    const counts = `${count(one.prompts)} prompts, ${count(one.toolCalls)} tool calls, `
        + `${short(one.tokens.total)} tokens`;
    return [one.title, counts, one.folder].filter(Boolean).join("\n");
}

function broken({error, title: called}) {
    return el("div.session-row.broken", {title: error.hint ?? ""},
        el("span.session-title.cut", {}, called ?? "A session that cannot be read"),
        el("span.session-last", {}, error.message));
}

function hit({hit: one}, context) {
    const point = {branch: one.branch, revision: one.revision};
    return el("div.session-row", {}, el("button.session-open", {
        type: "button", onclick: () => showSession(context, one, {point}),
    },
    el("span.session-first", {},
        el("span.session-title.cut", {}, plainText(one.title || "Untitled")),
        el("span.session-time", {}, `${one.sort} · `, timeEl(one.occurredAt))),
    el("span.session-said", {}, one.excerpt.map(({text, match}) => match
        ? el("mark", {}, plainText(text)) : plainText(text)))));
}

function menuOf(context, one) {
    const {session: id, title: called} = one;
    return [
        {title: "Open", run: () => showSession(context, one)},
        {title: "Open in one more tab", run: () => showSession(context, one, {isOther: true})},
        "-",
        {title: "Rename…", run: async () => {
            const typed = await askedText({title: "Rename the session", value: called});
            if (typed) changeTitle(context, id, typed);
        }},
        {title: one.pinned ? "Unpin" : "Pin", run: () => changePin(context, id, !one.pinned)},
        {title: "Duplicate", run: () => duplicate(context, one)},
        {title: one.archived ? "Reopen" : "Archive",
            run: () => archive(context, one, !one.archived)},
        "-",
        {title: "Delete…", danger: true, run: () => remove(context, one)},
    ];
}
