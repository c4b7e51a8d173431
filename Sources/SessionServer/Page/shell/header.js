// The header: which session, the chosen moment, and what can be done at it.

import {el, fill} from "../dom/el.js";
import {dated, timeEl} from "../dom/time.js";
import {count} from "../dom/number.js";
import {momentText} from "../app/address.js";
import {tabOf} from "../app/tabs.js";
import {toNow} from "../app/travel.js";
import {openMenu} from "../dom/menu.js";
import {plainText} from "../text/draw.js";
import {editTitle} from "./title-field.js";
import {addMomentCommands} from "./moment-commands.js";

/** Steps that follow each other faster than this, in ms, ask for no time. */
const delay = 50;

/** Draws the header. */
export function mount(root, context) {
    const {store, commands} = context;
    const project = el("span.header-project.cut");
    const title = el("button.header-title.cut", {
        type: "button", onclick: () => edit(), title: "Rename (F2)",
    });
    const chip = createChip(context);
    const now = el("button.button.header-now", {
        type: "button", onclick: () => toNow(store), title: "To the head, and on with it (End)",
    }, "Now");
    const buttons = el("div.header-buttons", {},
        action(commands, "compare.open", "Compare"), action(commands, "branch.fork", "Fork here"),
        action(commands, "merge.open", "Merge…"),
        action(commands, "continue.open", "Continue from here", "main"),
        el("button.icon-button.header-more", {
            type: "button", "aria-label": "What can be done here", title: "What can be done here",
            onclick: (event) => openMenu(event.currentTarget, more(commands)),
        }, "⋯"),
        el("button.icon-button.header-side", {
            type: "button", "aria-label": "Files and more at this moment",
            title: "Files and more at this moment",
            onclick: () => store.change("sheet", (state) => ({
                sheet: state.sheet === "side" ? null : "side",
            })),
        }, "◨"));
    const heading = el("h1.header-heading", {}, title);
    const menu = el("button.icon-button.header-menu", {
        type: "button", "aria-label": "All sessions", title: "All sessions",
        onclick: () => commands.run("sidebar.open"),
    }, "☰");
    fill(root, menu, el("div.header-names", {}, project, heading), chip.node, now,
        el("span.header-space"), buttons);

    function edit() {
        const tab = tabOf(store.state);
        if (tab) editTitle(context, title, tab);
    }

    function names(state) {
        const tab = tabOf(state);
        const name = state.projects.find((one) => one.project === tab?.project)?.name;
        project.textContent = name ? `${name} /` : "";
        project.title = name ?? "";
        fill(title, tab && plainText(tab.title));
        heading.hidden = !tab;
        root.classList.toggle("empty", !tab);
    }

    store.watch((state) => state.tabs, () => names(store.state));
    store.watch((state) => state.active, () => names(store.state));
    store.watch((state) => state.projects, () => names(store.state));
    store.watch((state) => state.moment, ({isNow}) => { now.disabled = isNow; });
    store.watch((state) => state.session, (session) => {
        buttons.inert = session === null;
        chip.node.hidden = session === null;
        now.hidden = session === null;
    });
    addMomentCommands(context);
}

function action(commands, id, text, kind = "") {
    return el("button.button", {
        type: "button", class: kind, "data-command": id, onclick: () => commands.run(id),
    }, text);
}

function more(commands) {
    const offered = [
        "compare.open", "branch.fork", "merge.open", "continue.open", "export.open", "tag.set",
        "moment.go", "moment.copy",
    ];
    return offered.map((id) => commands.get(id)).filter((one) => one && commands.can(one))
        .map((one) => ({title: one.title, keys: one.keys?.[0], run: () => one.run()}));
}

/** The chip of the moment: where, when, and how far back. */
function createChip(context) {
    const {store, rows, commands} = context;
    const place = el("span.chip-moment");
    const when = el("span.chip-time");
    const back = el("span.chip-back");
    const node = el("button.moment-chip", {
        type: "button", onclick: () => commands.run("moment.go"), title: "Go to a moment (g)",
    }, el("span.chip-clock", {"aria-hidden": "true"}), place, when, back);
    let asked = 0;
    let timer = 0;

    function draw({moment, head, session}) {
        place.textContent = momentText(moment);
        const behind = head.revision - moment.revision;
        back.textContent = moment.isNow || behind <= 0 ? "now" : `${count(behind)} back from now`;
        node.classList.toggle("past", !moment.isNow);
        if (!session) return;
        const known = rows.peek(session.session, moment.branch, moment.revision);
        if (known) show(known.occurredAt);
        else {
            clearTimeout(timer);
            timer = setTimeout(() => ask(session.session, moment), delay);
        }
    }

    async function ask(session, moment) {
        const mine = ++asked;
        const row = await rows.at(session, moment.branch, moment.revision).catch(() => null);
        if (mine === asked && row && store.state.moment === moment) show(row.occurredAt);
    }

    function show(time) {
        fill(when, timeEl(time, (iso) => dated(iso)));
    }

    for (const part of ["moment", "head", "session"]) {
        store.watch((state) => state[part], () => draw(store.state));
    }
    return {node};
}
