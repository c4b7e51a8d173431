// Projects and their sessions at the left: filtered, searched, sorted, pinned; any number of them.

import {el, fill} from "../dom/el.js";
import {createList} from "../dom/list.js";
import {openMenu} from "../dom/menu.js";
import {createSessions} from "./sessions.js";
import {itemsOf} from "./sidebar-items.js";
import {createDrawing} from "./sidebar-rows.js";
import {newProject, newSession} from "./opening.js";

const orders = [
    ["newest", "Newest first"], ["oldest", "Oldest first"], ["title", "By title"],
    ["prompts", "Most prompts"], ["calls", "Most tool calls"], ["tokens", "Most tokens"],
    ["folder", "By folder"],
];
const delay = 150;
/** Kinds of items that a person can go to. */
const reached = ["heading", "session", "hit"];

/** Draws the sidebar. */
export function mount(root, context) {
    const {store, commands} = context;
    const sessions = createSessions(context);
    const scroller = el("div.sidebar-list", {
        tabIndex: 0, "aria-label": "Sessions", role: "group", "data-keys": "own",
        onkeydown: (event) => move(event),
    });
    const input = searchField(sessions, () => focusRow(0, 1));
    const sort = el("button.icon-button", {
        type: "button", title: "Order and more", "aria-label": "Order and more",
        "aria-haspopup": "menu",
        onclick: () => openMenu(sort, menuOf(context, sessions), {label: "Order and more"}),
    }, "⇅");
    const expand = el("button.icon-button.sidebar-expand", {
        type: "button", "aria-label": "All sessions", title: "All sessions",
        onclick: () => commands.run("sidebar.open"),
    }, "☰");
    fill(root, expand, el("div.sidebar-top", {}, input, sort), scroller);
    const {list, items} = listOf(scroller, context, sessions);

    /** Sets the focus to the first item at a place or behind it in a direction. */
    function focusRow(index, direction) {
        for (let at = index; at >= 0 && at < items().length; at += direction) {
            if (!reached.includes(items()[at].kind)) continue;
            list.scrollTo(at);
            list.row(at)?.querySelector("button")?.focus({preventScroll: true});
            return;
        }
        if (direction < 0) input.focus();
    }

    function move(event) {
        const row = event.target.closest(".list-row");
        const at = row ? Number(row.dataset.index) : -1;
        const moves = {
            ArrowDown: [at + 1, 1], ArrowUp: [at - 1, -1], Home: [0, 1],
            End: [items().length - 1, -1],
        };
        if (!(event.key in moves)) return;
        event.preventDefault();
        focusRow(...moves[event.key]);
    }

    store.watch((state) => state.projects, () => { sort.disabled = !store.state.me; });
    addCommands(context, input);
}

function searchField(sessions, toRows) {
    let timer = 0;
    return el("input.field.sidebar-input", {
        type: "search", placeholder: "Filter or search sessions", spellcheck: false,
        "aria-label": "Filter or search all sessions", autocomplete: "off",
        oninput: ({target}) => {
            clearTimeout(timer);
            timer = setTimeout(() => sessions.search(target.value.trim()), delay);
        },
        onkeydown: (event) => {
            const {key, target} = event;
            if (key === "ArrowDown") toRows();
            else if (key === "Escape" && target.value) {
                target.value = "";
                sessions.search("");
            } else return;
            event.preventDefault();
            event.stopPropagation();
        },
    });
}

/** The list itself, drawn again as sessions, tabs and marks change. */
function listOf(scroller, context, sessions) {
    const {store} = context;
    const drawing = createDrawing(context, sessions);
    let items = [];
    const list = createList({
        root: scroller, estimate: 56, role: "list",
        render: (index) => drawing.draw(items[index]),
        key: (index) => items[index].key,
        onVisible: (first, last) => {
            for (const item of items.slice(first, last + 1)) {
                if (item.kind === "more") sessions.more(item.project);
            }
        },
    });

    function draw() {
        items = itemsOf(sessions.state, store.state);
        list.setCount(items.length);
        list.refresh();
    }

    sessions.watch(draw);
    store.watch((state) => state.sessions, draw);
    store.watch((state) => state.active, () => list.refresh());
    store.watch((state) => state.live, () => list.refresh());
    return {list, items: () => items};
}

function menuOf(context, sessions) {
    const {order, archived} = sessions.state;
    return [
        ...orders.map(([value, title]) => ({
            title, checked: order === value, run: () => sessions.order(value),
        })),
        "-",
        {title: "Archived ones alone", checked: archived,
            run: () => sessions.archived(!archived)},
        "-",
        {title: "New session", run: () => newSession(context)},
        {title: "New project…", run: () => newProject(context)},
    ];
}

function addCommands(context, input) {
    const {store, commands} = context;
    const group = "Sessions";
    const when = (state) => state.me !== null;
    commands.add(
        {id: "sidebar.find", title: "Filter or search all sessions", keys: ["s", "Mod+Shift+f"],
            group, when, run: () => {
                if (!input.offsetParent) store.change("sheet", {sheet: "sidebar"});
                input.select();
            }},
        {id: "sidebar.open", title: "All sessions", group, hidden: true,
            run: () => store.change("sheet", (state) => ({
                sheet: state.sheet === "sidebar" ? null : "sidebar",
            }))},
        {id: "session.new", title: "New session", group, when, run: () => newSession(context)},
        {id: "project.new", title: "New project…", group, when, run: () => newProject(context)});
}
