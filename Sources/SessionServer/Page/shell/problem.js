// What is said in the middle where no session is shown: none is open, or it cannot be shown.

import {el, fill} from "../dom/el.js";
import {tabOf} from "../app/tabs.js";
import {closeAsking} from "./tab-commands.js";
import {begin} from "../app/begin.js";

/** Draws it over the conversation. */
export function mount(root, context) {
    const {store, commands} = context;
    const node = el("div.instead");
    root.append(node);

    function draw() {
        const {problem, me, tabs, active, tabsKnown, session} = store.state;
        node.hidden = !problem && (active !== null || !tabsKnown);
        if (node.hidden) return;
        fill(node, problem ? failed(problem) : welcome(me));
    }

    function failed({message, hint, status}) {
        const tab = tabOf(store.state);
        const isGone = status === 404;
        return el("div.state.error", {role: "alert"},
            el(tab ? "strong" : "h1", {}, isGone ? "This session is not here" : message),
            el("p", {}, isGone
                ? "It was deleted, or you are no member of its project." : hint ?? ""),
            el("div.state-buttons", {},
                el("button.button.main", {type: "button", onclick: again}, "Try again"),
                tab && el("button.button", {
                    type: "button", onclick: () => closeAsking(context, tab.key),
                }, "Close the tab")));
    }

    function again() {
        store.change("again", {problem: null});
        if (store.state.me) store.change("again", (state) => ({events: state.events + 1}));
        else begin(context);
    }

    function welcome() {
        return el("div.state", {},
            el("h1", {}, "No session is open"),
            el("p", {}, "Choose one at the left, or open one by its name."),
            el("div.state-buttons", {},
                el("button.button.main", {
                    type: "button", onclick: () => commands.run("tab.new"),
                }, "Open a session"),
                el("button.button", {
                    type: "button", onclick: () => commands.run("session.new"),
                }, "New session")));
    }

    for (const part of ["problem", "active", "me", "tabsKnown"]) {
        store.watch((state) => state[part], draw);
    }
}
