// The panel in which filters are chosen: kinds, tools, who, errors, times. They combine, and stay.

import {noFilter} from "../app/state.js";
import {el, fill} from "../dom/el.js";
import {openPopover} from "../dom/popover.js";
import {shapeIcon} from "../timeline/icon.js";
import {looks} from "../timeline/kinds.js";
import {hasSort, isOpen, kindsOf, toggle, toggleSort} from "./filter.js";

/** Opens the panel at a button. */
export function openFilters(anchor, {store, api}) {
    const body = el("div.filters");
    const known = {tools: [], models: []};
    const stop = store.watch((state) => state.filter, () => draw());
    const opened = openPopover(anchor, {label: "Filter events", class: "filters-popover", body,
        onClose: () => stop()});
    if (!opened) return stop();
    const id = store.state.session?.session;
    if (id) {
        api.get(`sessions/${id}/preview`).then((preview) => {
            known.tools = preview.tools.map((tool) => tool.name).slice(0, 24);
            known.models = preview.models;
            draw();
        }, () => {});
    }

    function set(filter) {
        store.change("filter", {filter: Object.freeze(filter)});
    }

    function draw() {
        const focused = document.activeElement?.dataset?.chip;
        const {filter} = store.state;
        fill(body,
            group("Kinds", Object.keys(kindsOf).map((sort) => chip(`${looks[sort].word}s`,
                hasSort(filter, sort), () => set(toggleSort(filter, sort)), shapeIcon(sort)))),
            known.tools.length > 0 && group("Tools", words(filter, "tools", known.tools)),
            group("Who", words(filter, "actors", ["user:*", "model:*", "tool:*", "system",
                ...known.models.map((model) => `model:${model}`)], spoken)),
            group("Outcome", [chip("errors only", filter.errors,
                () => set({...filter, errors: !filter.errors}), shapeIcon("error"))]),
            times(filter),
            el("button.button.small", {type: "button", disabled: isOpen(filter),
                onclick: () => set(noFilter)}, "Show everything"));
        if (focused) body.querySelector(`[data-chip="${CSS.escape(focused)}"]`)?.focus();
    }

    function words(filter, list, all, said = (word) => word) {
        return [...new Set([...all, ...filter[list]])].map((word) =>
            chip(said(word), filter[list].includes(word), () => set(toggle(filter, list, word))));
    }

    function times(filter) {
        const field = (name, label) => el("label.filters-time", {}, label, el("input.field", {
            type: "datetime-local", step: 1, value: local(filter[name]), "data-chip": name,
            onchange: (event) => set({...filter, [name]: iso(event.target.value)}),
        }));
        return group("Time", [field("since", "from"), field("until", "to")]);
    }
    return undefined;
}

function group(title, children) {
    return el("fieldset.filters-group", {}, el("legend", {}, title), children);
}

function chip(title, isChosen, run, picture) {
    return el("button.chip", {type: "button", "aria-pressed": String(isChosen), onclick: run,
        "data-chip": title}, picture, title);
}

function spoken(actor) {
    const all = {"user:*": "people", "model:*": "models", "tool:*": "tools", system: "the system"};
    return all[actor] ?? actor.replace(/^(user|model|tool):/, "");
}

/** A time as the field writes it: local, without a zone. */
function local(time) {
    if (!time) return "";
    const date = new Date(time);
    return new Date(date - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

function iso(text) {
    return text ? new Date(text).toISOString() : null;
}
