// The lanes' names at the left of the board: which is where, how far it goes, what became of it.

import {el} from "../dom/el.js";
import {count, plural} from "../dom/number.js";
import {rowCount} from "./lanes.js";
import {sizes} from "./geometry.js";
import {openLaneMenu} from "./lane-menu.js";

/**
 * @param {object} context `{store, branching, model, onScroll}`
 */
export function createNames({store, branching, model, onScroll}) {
    const list = el("div.timeline-lanes", {role: "list", "aria-label": "Branches"});
    list.addEventListener("scroll", () => onScroll(list.scrollTop), {passive: true});
    let drawn = "";

    /** Draws the names anew where one of them, or what is said of it, is another. */
    function draw() {
        const {moment} = store.state;
        const lanes = model.state.lanes.filter((lane) => lane.row !== undefined);
        const key = JSON.stringify([moment.branch, lanes.map((lane) =>
            [lane.name, lane.head, lane.archived, lane.merged?.revision])]);
        if (key === drawn) return;
        drawn = key;
        const focused = document.activeElement?.dataset?.lane;
        list.replaceChildren(...lanes.map((lane) => item(lane, lane.name === moment.branch)));
        if (focused) list.querySelector(`[data-lane="${CSS.escape(focused)}"]`)?.focus();
        list.scrollTop = model.state.scroll;
    }

    function item(lane, isCurrent) {
        const open = (event) => {
            event.preventDefault();
            openLaneMenu(event.currentTarget, lane, {store, branching});
        };
        return el("div", {role: "listitem", style: {height: `${sizes.lane}px`}},
            el("button.timeline-lane", {
                type: "button", "data-lane": lane.name, "aria-haspopup": "menu",
                "aria-current": isCurrent ? "true" : null, onclick: open, oncontextmenu: open,
                title: told(lane),
            }, el("span.timeline-lane-mark"), el("bdi.timeline-lane-name.cut", {}, lane.name),
            el("span.faint", {}, wordOf(lane))));
    }

    /** Keeps the moment's lane in sight. */
    function showLane() {
        const row = model.state.names.get(store.state.moment.branch)?.row;
        if (row === undefined) return;
        const top = row * sizes.lane;
        if (top < list.scrollTop) list.scrollTop = top;
        const below = top + sizes.lane - list.clientHeight;
        if (below > list.scrollTop) list.scrollTop = below;
    }

    return {node: list, draw, showLane};
}

function wordOf(lane) {
    if (lane.merged) return "merged";
    if (lane.subagent) return "subagent";
    return lane.archived ? "archived" : count(lane.head);
}

function told(lane) {
    const parts = [lane.name, `head ${count(lane.head)}`,
        `${plural(lane.head - lane.first + 1, "event")} of its own`];
    if (lane.fork) parts.push(`forks at ${lane.fork.branch}@${lane.fork.revision}`);
    if (lane.merged) parts.push(`merged into ${lane.merged.branch}@${lane.merged.revision}`);
    if (lane.subagent) parts.push("subagent");
    if (lane.archived) parts.push("archived");
    return parts.join(", ");
}

/** How many lanes there are and are not shown, for the button that says so. */
export function hiddenCount(lanes) {
    return lanes.length - rowCount(lanes);
}
