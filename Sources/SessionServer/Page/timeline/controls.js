// The buttons above the lanes' names: step, play, its speed, what is shown, what the bars measure.

import {el, fill} from "../dom/el.js";
import {openMenu} from "../dom/menu.js";
import {plural} from "../dom/number.js";
import {measures} from "./bins.js";
import {describe} from "../find/filter.js";
import {openFilters} from "../find/filters.js";
import {hiddenCount} from "./names.js";
import {rowCount} from "./lanes.js";

const folds = {subagents: "Hide subagents", merged: "Hide merged branches",
    archived: "Hide archived branches"};

/** @param {object} context `{store, commands, player, model}` */
export function createControls(context) {
    const {store, commands, player, model} = context;
    const press = (id) => () => commands.run(id);
    const icon = (name, label, run) => el("button.icon-button.timeline-icon", {
        type: "button", "aria-label": label, title: label, onclick: run}, name);
    const back = icon("◀", "Previous event (←)", press("travel.event.before"));
    const next = icon("▶", "Next event (→)", press("travel.event.next"));
    const play = el("button.timeline-text", {type: "button", onclick: player.toggle});
    const speed = el("button.timeline-text.timeline-speed", {type: "button",
        onclick: player.speedUp});
    const filter = el("button.timeline-text.timeline-filter", {type: "button",
        "aria-haspopup": "dialog", onclick: () => openFilters(filter, context)});
    const node = el("div.timeline-controls", {role: "toolbar", "aria-label": "Play and filter",
        "data-keys": "none"}, back, next, play, speed, filter);
    const measure = el("button.timeline-text.timeline-measure", {type: "button",
        "aria-haspopup": "menu", onclick: () => openMeasures(measure, store)});
    const more = el("button.timeline-text.timeline-more", {type: "button",
        "aria-haspopup": "menu", onclick: () => openLanes(more, context)});

    function draw() {
        const {timeline, filter: chosen} = store.state;
        const isPlaying = player.isPlaying;
        fill(play, isPlaying ? "Pause" : "Play");
        play.title = `${isPlaying ? "Stop playing" : "Play from here"} (space)`;
        fill(speed, `${timeline.speed}×`);
        speed.title = "How fast it plays: the next speed";
        speed.setAttribute("aria-label", `Speed ${timeline.speed} times`);
        fill(filter, el("span.cut", {}, describe(chosen)), " ▾");
        filter.classList.toggle("chosen", describe(chosen) !== "all kinds");
        filter.title = "Filter events";
        fill(measure, `${timeline.measure} ▾`);
        measure.title = "What the bars measure";
        const hidden = hiddenCount(model.state.lanes);
        const rows = rowCount(model.state.lanes);
        fill(more, plural(rows, "lane"), hidden > 0 ? `, ${hidden} hidden ▾` : " ▾");
        more.hidden = model.state.lanes.length < 2;
        more.title = "Which branches are shown";
    }

    return {node, measure, more, draw};
}

function openMeasures(anchor, store) {
    openMenu(anchor, measures.map((measure) => ({
        title: measure, checked: store.state.timeline.measure === measure,
        run: () => change(store, {measure}),
    })), {label: "What the bars measure"});
}

function openLanes(anchor, {store}) {
    const {isTall, hides} = store.state.timeline;
    openMenu(anchor, [
        {title: isTall ? "Show four lanes" : "Show up to twelve lanes",
            run: () => change(store, {isTall: !isTall})},
        "-",
        ...Object.entries(folds).map(([name, title]) => ({
            title, checked: hides.includes(name),
            run: () => change(store, {hides: hides.includes(name)
                ? hides.filter((one) => one !== name) : [...hides, name]}),
        })),
    ], {label: "Which branches are shown"});
}

function change(store, patch) {
    store.change("timeline", (state) => ({timeline: {...state.timeline, ...patch}}));
}
