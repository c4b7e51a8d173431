// The palette: type what is to be done or which session is to be seen, and press Enter.

import {el, fill} from "../dom/el.js";
import {openDialog} from "../dom/dialog.js";
import {timeEl} from "../dom/time.js";
import {toastError} from "../dom/toast.js";
import {plainText} from "../text/draw.js";
import {best, score} from "./match.js";
import {keycaps} from "./chords.js";
import {isMac} from "./keys.js";
import {showSession, newSession} from "../shell/opening.js";
import {iconOf} from "./tabs.js";

const delay = 120;

/** Adds the commands that open the palette. */
export function mount(root, context) {
    context.commands.add(
        {id: "palette.open", title: "Find or do anything", keys: ["Mod+k"], group: "Page",
            inText: true, hidden: true, run: () => openPalette(context)},
        {id: "tab.new", title: "New tab: open or begin a session", keys: ["Mod+t", "Alt+t"],
            group: "Tabs", inText: true, run: () => openPalette(context, {only: "sessions"})});
}

/** Opens it over everything, or, with `only: "sessions"`, over sessions alone. */
function openPalette(context, {only} = {}) {
    if (document.querySelector("dialog.palette")) return;
    const input = el("input.palette-input", {
        type: "text", role: "combobox", spellcheck: false, autocomplete: "off",
        placeholder: only ? "A session's title, or what was said in it" : "Find or do anything",
        "aria-label": only ? "Open a session" : "Find or do anything",
        "aria-expanded": "true", "aria-controls": "palette-list", "aria-autocomplete": "list",
    });
    const list = el("div.palette-list", {id: "palette-list", role: "listbox",
        "aria-label": "What fits"});
    const dialog = openDialog({
        title: only ? "Open a session" : "Find or do anything", bare: true, class: "palette",
        body: [input, list],
    });
    const found = createFound(context, only);
    let items = [];
    let chosen = 0;

    function draw() {
        items = found.items(input.value.trim());
        chosen = Math.min(chosen, Math.max(items.length - 1, 0));
        let group = null;
        const nodes = [];
        items.forEach((item, index) => {
            if (item.group !== group) {
                group = item.group;
                nodes.push(el("div.palette-group", {role: "presentation"}, group));
            }
            nodes.push(option(item, index));
        });
        fill(list, nodes.length ? nodes : el("div.palette-none", {}, "Nothing fits."));
        mark();
    }

    function option(item, index) {
        return el("div.palette-item", {
            role: "option", id: `palette-${index}`, "data-index": index,
            onclick: () => pick(item),
            onpointermove: () => {
                if (chosen !== index) choose(index);
            },
        }, item.icon && el("span.badge", {}, item.icon),
        el("span.palette-title.cut", {}, plainText(item.title)),
        item.detail && el("span.palette-detail.cut", {}, plainText(item.detail)),
        item.time && el("span.faint", {}, timeEl(item.time)),
        item.keys && el("span.keycaps", {},
            keycaps(item.keys, isMac).map((cap) => el("kbd", {}, cap))));
    }

    function choose(index) {
        chosen = (index + items.length) % Math.max(items.length, 1);
        mark();
    }

    function mark() {
        for (const node of list.querySelectorAll("[role=option]")) {
            const isChosen = Number(node.dataset.index) === chosen;
            node.setAttribute("aria-selected", isChosen);
            if (isChosen) node.scrollIntoView({block: "nearest"});
        }
        if (items.length) input.setAttribute("aria-activedescendant", `palette-${chosen}`);
        else input.removeAttribute("aria-activedescendant");
    }

    function pick(item) {
        dialog.close();
        item.run();
    }

    input.addEventListener("input", () => {
        chosen = 0;
        found.ask(input.value.trim(), draw);
        draw();
    });
    input.addEventListener("keydown", (event) => {
        const moves = {ArrowDown: chosen + 1, ArrowUp: chosen - 1};
        if (event.key in moves) choose(moves[event.key]);
        else if (event.key === "Enter" && items[chosen]) pick(items[chosen]);
        else return;
        event.preventDefault();
    });
    found.ask("", draw);
    draw();
    input.focus();
}

/** What fits: commands at once, sessions as the server finds them. */
function createFound(context, only) {
    const {store, api, commands} = context;
    let sessions = store.state.sessions.slice(0, 8);
    let answered = "";
    let timer = 0;
    let asking = null;

    function ask(typed, done) {
        clearTimeout(timer);
        asking?.abort();
        timer = setTimeout(async () => {
            asking = new AbortController();
            try {
                const query = {words: typed || null, limit: only ? 30 : 8};
                sessions = (await api.get("sessions", query, asking)).sessions
                    .filter((one) => !one.error);
                answered = typed;
                done();
            } catch (error) {
                toastError(error);
            }
        }, typed ? delay : 0);
    }

    function items(typed) {
        const fitting = answered === typed ? sessions
            : best(typed, sessions, (one) => `${one.title} ${one.lastMessage}`);
        const opened = fitting.map((one) => ({
            group: "Sessions", title: one.title || "Untitled", detail: one.lastMessage,
            icon: iconOf(one), time: one.endedAt, run: () => showSession(context, one),
        }));
        const begun = {
            group: "New", title: typed ? `New session “${typed}”` : "New session",
            run: () => newSession(context, typed),
        };
        if (only) return [...opened, begun];
        const open = commands.list().filter((one) => !one.hidden && commands.can(one));
        const done = best(typed, open, (one) => one.title, typed ? 12 : 200).map((one) => ({
            group: one.group ?? "More", title: one.title, keys: one.keys?.[0],
            run: () => one.run(),
        }));
        const grouped = grouping(done);
        if (!typed) return [...opened.slice(0, 5), ...grouped];
        const lead = (all) => Math.max(0, ...all.map((one) => score(typed, one.title)));
        return lead(opened) > lead(grouped) ? [...opened, ...grouped, begun]
            : [...grouped, ...opened, begun];
    }

    return {ask, items};
}

/** Items of one group beside each other, groups in the order of their first. */
function grouping(items) {
    const order = [...new Set(items.map((item) => item.group))];
    return order.flatMap((group) => items.filter((item) => item.group === group));
}
