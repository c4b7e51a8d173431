// What there is beside the conversation: files, context, state, usage, audit, each at the moment.

import {el} from "../dom/el.js";
import {createFiles} from "./files.js";
import {createContext} from "./context.js";
import {createState} from "./state.js";
import {createUsage} from "./usage.js";
import {createAudit} from "./audit.js";

const panes = [
    ["files", "Files", createFiles], ["context", "Context", createContext],
    ["state", "State", createState], ["usage", "Usage", createUsage],
    ["audit", "Audit", createAudit],
];

function tabList(store) {
    const tabs = panes.map(([id, title]) => el("button.side-tab", {
        type: "button", role: "tab", id: `pane-${id}`, "aria-controls": "pane",
        onclick: () => store.change("pane", {pane: id}),
    }, title));
    const list = el("div.side-tabs", {
        role: "tablist", "aria-label": "What is shown of the moment",
        onkeydown: (event) => {
            const step = {ArrowLeft: -1, ArrowRight: 1}[event.key];
            if (!step) return;
            event.preventDefault();
            const index = panes.findIndex(([id]) => id === store.state.pane);
            const next = (index + step + panes.length) % panes.length;
            store.change("pane", {pane: panes[next][0]});
            tabs[next].focus();
        },
    }, tabs);
    store.watch((state) => state.pane, (pane) => {
        tabs.forEach((tab, index) => {
            const isShown = panes[index][0] === pane;
            tab.setAttribute("aria-selected", String(isShown));
            tab.tabIndex = isShown ? 0 : -1;
        });
    });
    return list;
}

/** Draws the panes into their root. */
export function mount(root, context) {
    const {store, commands} = context;
    const body = el("div.side-body", {role: "tabpanel", id: "pane", tabIndex: -1});
    root.append(tabList(store), body);
    let shown = null;
    store.watch((state) => state.pane, (pane) => {
        shown?.stop();
        body.replaceChildren();
        const [id, , create] = panes.find(([name]) => name === pane) ?? panes[0];
        body.className = `side-body is-${id}`;
        body.setAttribute("aria-labelledby", `pane-${id}`);
        shown = create(body, context);
    });
    commands.add(...panes.map(([id, title]) => ({
        id: `pane.${id}`, title: `Show ${title.toLowerCase()}`, group: "Beside the conversation",
        run: () => {
            store.change("pane", {pane: id, view: "side", sheet: "side"});
            // What chose the command gives the focus back first.
            requestAnimationFrame(() => root.querySelector(`#pane-${id}`).focus());
        },
    })));
}
