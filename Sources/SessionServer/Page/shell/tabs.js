// The strip of tabs: one a session, in the order in which a person put them.

import {el, fill} from "../dom/el.js";
import {openMenu} from "../dom/menu.js";
import {plainText} from "../text/draw.js";
import {keycaps} from "../app/chords.js";
import {isMac} from "../app/keys.js";
import {freshTabs, showTab} from "../app/tabs.js";
import {addTabCommands, closeAsking} from "./tab-commands.js";
import {tabMenu} from "./tab-menu.js";
import {toReading} from "./opening.js";
import {editTitle} from "./title-field.js";
import {dragTabs} from "./tab-drag.js";
import {keepTabs} from "./tabs-keep.js";

/** How long after its last event a session counts as being written, in ms. */
export const liveFor = 15_000;

/** Draws the tabs. */
export function mount(root, context) {
    const {store, commands} = context;
    const strip = el("ul.tab-strip", {"data-keys": "own", onkeydown: (event) => moveFocus(event)});
    const add = el("button.icon-button.tab-new", {
        type: "button", title: "New tab", "aria-label": "New tab",
        onclick: () => commands.run("tab.new"),
    }, "+");
    fill(root, strip, add, el("span.tab-space"), hints(commands));
    const nodes = new Map();

    function draw() {
        const {tabs, active} = store.state;
        for (const [key, node] of nodes) {
            if (tabs.some((tab) => tab.key === key)) continue;
            node.remove();
            nodes.delete(key);
        }
        tabs.forEach((tab, index) => {
            let node = nodes.get(tab.key);
            if (!node) {
                node = tabNode(context, tab.key);
                nodes.set(tab.key, node);
            }
            show(node, tab, store.state, index);
            const there = strip.children[index] ?? null;
            if (there !== node) strip.insertBefore(node, there);
        });
        strip.hidden = tabs.length === 0;
        document.title = titleOf(tabs.find((tab) => tab.key === active));
    }

    store.watch((state) => state.tabs, draw);
    store.watch((state) => state.active, () => {
        draw();
        nodes.get(store.state.active)?.scrollIntoView({block: "nearest", inline: "nearest"});
    });
    const refresh = () => store.change("titles", freshTabs);
    store.watch((state) => state.sessions, refresh);
    store.watch((state) => state.tabs.length, refresh);
    store.watch((state) => state.live, draw);
    store.watch((state) => state.unsaved, draw);
    setInterval(draw, liveFor / 3);
    strip.addEventListener("wheel", (event) => {
        strip.scrollLeft += event.deltaY + event.deltaX;
    }, {passive: true});
    addTabCommands(context, {edit: (key) => rename(context, nodes.get(key), key)});
    dragTabs(strip, store);
    keepTabs(context);
}

function titleOf(tab) {
    return tab ? `${tab.title} – Session Store` : "Session Store";
}

function hints(commands) {
    const hint = (id, key, text) => el("button.tab-hint", {
        type: "button", onclick: () => commands.run(id),
    }, el("kbd", {}, key), el("span", {}, text));
    return el("div.tab-hints", {},
        hint("palette.open", keycaps("Mod+k", isMac).join(isMac ? "" : " "), "find or do anything"),
        hint("keys.show", "?", "keys"));
}

function tabNode(context, key) {
    const {store} = context;
    const press = () => {
        store.change("tab", (state) => showTab(state, key));
        toReading();
    };
    const menu = (anchor) => openMenu(anchor, tabMenu(context, key), {label: "This tab"});
    const button = el("button.tab-button", {
        type: "button", onclick: press,
        ondblclick: () => context.commands.get("tab.rename").run(key),
        onauxclick: (event) => {
            if (event.button === 1) closeAsking(context, key);
        },
        oncontextmenu: (event) => {
            event.preventDefault();
            menu({x: event.clientX, y: event.clientY});
        },
        onkeydown: (event) => {
            if (event.key === "Delete") closeAsking(context, key);
            if (event.key === "F2") context.commands.get("tab.rename").run(key);
            if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
                event.preventDefault();
                menu(button);
            }
        },
    });
    const close = el("button.icon-button.tab-close", {
        type: "button", tabIndex: -1, onclick: () => closeAsking(context, key),
    }, "✕");
    return el("li.tab", {"data-key": key}, button, close);
}

function show(node, tab, state, index) {
    const isActive = tab.key === state.active;
    const isLive = Date.now() - (state.live[tab.session] ?? 0) < liveFor;
    const isUnsaved = Boolean(state.unsaved[tab.session]);
    node.classList.toggle("active", isActive);
    node.classList.toggle("live", isLive);
    node.classList.toggle("unsaved", isUnsaved);
    const button = node.querySelector(".tab-button");
    const close = node.querySelector(".tab-close");
    button.setAttribute("aria-current", isActive ? "page" : "false");
    button.tabIndex = isActive || (state.active === null && index === 0) ? 0 : -1;
    const said = `${tab.title} ${isLive} ${isUnsaved} ${tab.icon}`;
    if (button.dataset.said === said) return;
    button.dataset.said = said;
    button.title = tab.title;
    fill(button, el("span.badge", {"aria-hidden": "true"}, tab.icon),
        isLive && el("span.live-mark", {role: "img", "aria-label": "being written"}),
        el("span.tab-title.cut", {}, plainText(tab.title)),
        isUnsaved && el("span.unsaved-mark", {role: "img", "aria-label": "not saved yet"}));
    close.setAttribute("aria-label", `Close ${tab.title}`);
    close.title = "Close";
}

/** The title of a tab becomes a field until Enter, Escape or a click elsewhere. */
function rename(context, node, key) {
    const tab = context.store.state.tabs.find((one) => one.key === key);
    if (node && tab) editTitle(context, node.querySelector(".tab-title"), tab);
}

/** Arrows move the focus along the strip. */
function moveFocus(event) {
    if (!event.target.classList.contains("tab-button")) return;
    const all = [...event.currentTarget.querySelectorAll(".tab-button")];
    const at = all.indexOf(event.target);
    const moves = {ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1};
    if (event.altKey || !(event.key in moves)) return;
    event.preventDefault();
    all[(moves[event.key] + all.length) % all.length].focus();
}
