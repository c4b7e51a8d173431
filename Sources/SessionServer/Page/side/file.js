// One file at the moment: its content, who wrote each line, how it changed, and when.

import {el, fill} from "../dom/el.js";
import {plainText} from "../text/draw.js";
import {follow, nothing} from "./asking.js";
import {beforeTurn, momentKey} from "./moments.js";
import {drawBlame} from "./blame.js";
import {drawContent} from "./content.js";
import {drawFileDiff} from "./file-diff.js";
import {drawHistory} from "./history.js";

const views = [
    ["content", "Content", drawContent], ["blame", "Blame", drawBlame],
    ["diff", "Diff", drawFileDiff], ["history", "History", drawHistory],
];
const scopes = [["turn", "this turn"], ["since", "since…"], ["session", "session"]];

function choices(label, all, chosen, choose) {
    return el("div.choices", {role: "group", "aria-label": label}, all.map(([id, title]) =>
        el("button", {
            type: "button", "aria-pressed": String(id === chosen), onclick: () => choose(id),
        }, title)));
}

/** The moment that the difference is told from. */
async function scopeStart(context, {scope, since}, signal) {
    const {moment} = context.store.state;
    if (scope === "turn") return beforeTurn(context, signal);
    return scope === "session" ? `${moment.branch}@1` : since;
}

/** Draws the part below the tree. */
export function createFile(root, context) {
    const {store} = context;
    const state = {view: "blame", scope: "turn", since: ""};
    const head = el("div.file-head");
    const body = el("div.file-body");
    root.append(head, body);

    function drawHead() {
        const {path} = store.state;
        head.hidden = !path;
        if (!path) return;
        const set = (change) => {
            Object.assign(state, change);
            drawHead();
            shown.again();
        };
        const since = el("input.field.since", {
            value: state.since, placeholder: "main@40, main~2, a tag", spellcheck: false,
            "aria-label": "The moment from which on",
            onchange: (event) => set({since: event.target.value}),
        });
        fill(head, 
            el("strong.file-name.cut", {title: path}, plainText(path.split("/").at(-1))),
            choices("What is shown of the file", views, state.view, (view) => set({view})),
            state.view === "diff"
                && choices("Since when", scopes, state.scope, (scope) => set({scope})),
            state.view === "diff" && state.scope === "since" && since);
    }

    const key = (now) => {
        const moment = momentKey(now);
        return moment && now.path ? `${moment} ${now.path}` : "";
    };
    const stopHead = store.watch((now) => now.path, drawHead);
    const shown = follow(store, body, key, async (signal) => {
        const [, , draw] = views.find(([id]) => id === state.view);
        const {path} = store.state;
        if (state.view !== "diff") return draw(context, {path, signal});
        if (state.scope === "since" && !state.since) {
            return nothing("Since when?",
                "Name a moment: a revision, a tag, main~2 for two turns ago.");
        }
        return draw(context, {path, signal, from: await scopeStart(context, state, signal)});
    });
    const hint = el("div.file-hint", {},
        nothing("No file chosen", "Choose one above to see what is in it."));
    const stopHint = store.watch((now) => now.path, (path) => {
        if (path) hint.remove();
        else root.append(hint);
    });
    return {
        stop() {
            stopHead();
            stopHint();
            shown.stop();
        },
    };
}
