// The bar that finds: how many there are, which one is seen, the next and the one before.

import {travel} from "../app/travel.js";
import {el} from "../dom/el.js";
import {count} from "../dom/number.js";
import {toastError} from "../dom/toast.js";
import {queryOf} from "./filter.js";
import {layOut} from "../timeline/lanes.js";
import {inOrder, numberAt, step} from "./walk.js";

/** Milliseconds after the last keystroke; matches of a lane that are asked for at once. */
const rest = 180;
const most = 10_000;

export function mount(root, {store, api, commands}) {
    let timer = 0;
    let asking = null;
    const input = el("input.find-field", {type: "search", "aria-label": "Find in this session",
        placeholder: "Find in this session", spellcheck: false, autocomplete: "off",
        oninput: () => typed(input.value), onkeydown: pressed});
    const told = el("output.find-count", {"aria-live": "polite"});
    const button = (title, label, run) => el("button.icon-button", {type: "button",
        "aria-label": label, title: label, onclick: run}, title);
    const bar = el("form.find-bar", {role: "search", hidden: true, "aria-label": "Find",
        onsubmit: (event) => event.preventDefault()}, input, told,
    button("↑", "Previous match (Shift+Enter)", () => go(-1)),
    button("↓", "Next match (Enter)", () => go(1)),
    button("✕", "Close find (Escape)", close));
    root.append(bar);

    function open() {
        bar.hidden = false;
        const chosen = String(getSelection() ?? "").trim();
        if (chosen && chosen.length < 200 && !chosen.includes("\n")) input.value = chosen;
        input.focus();
        input.select();
        if (input.value) typed(input.value);
    }

    function close() {
        asking?.abort();
        bar.hidden = true;
        store.change("find", {find: null});
        document.querySelector("#main")?.focus({preventScroll: true});
    }

    function typed(text) {
        clearTimeout(timer);
        timer = setTimeout(() => search(text.trim()), rest);
    }

    async function search(text) {
        asking?.abort();
        if (!text) {
            store.change("find", {find: {text: "", at: 0, total: 0, places: []}});
            return;
        }
        asking = new AbortController();
        const {signal} = asking;
        told.textContent = "…";
        try {
            const found = await matches(api, store.state, text, signal);
            if (signal.aborted) return;
            const {places, total} = inOrder(found);
            const branches = found.map((lane) => lane.branch);
            const at = numberAt(places, branches, store.state.moment);
            store.change("find", {find: {text, at, total, places, branches}});
        } catch (error) {
            if (error.name !== "AbortError") toastError(error, "Find");
        }
    }

    function go(direction) {
        const {find, moment} = store.state;
        if (find?.text !== input.value.trim()) {
            clearTimeout(timer);
            search(input.value.trim()).then(() => store.state.find?.total && go(direction));
            return;
        }
        const index = step(find.places, find.branches, moment, direction);
        if (index >= 0) travel(store, find.places[index]);
    }

    function pressed(event) {
        if (event.isComposing) return;
        if (event.key === "Enter") {
            event.preventDefault();
            go(event.shiftKey ? -1 : 1);
        } else if (event.key === "Escape") {
            event.preventDefault();
            event.stopPropagation();
            close();
        }
    }

    function draw({find}) {
        if (!find) bar.hidden = true;
        told.textContent = find ? words(find) : "";
    }

    store.watch((state) => state.moment, (moment) => {
        const {find} = store.state;
        if (!find?.text) return;
        const at = numberAt(find.places, find.branches, moment);
        if (at !== find.at) store.change("find", {find: {...find, at}});
    });
    store.watch((state) => state.find, () => draw(store.state));
    store.watch((state) => state.filter, () => store.state.find?.text
        && search(store.state.find.text));
    store.watch((state) => state.head.revision, () => store.state.find?.text
        && typed(store.state.find.text));
    commands.add(
        {id: "find.open", title: "Find in this session", keys: ["/", "Mod+f"], group: "Find",
            when: (state) => state.session !== null, run: open},
        {id: "find.next", title: "Next match", keys: ["Mod+g", "F3"], group: "Find",
            when: (state) => state.find !== null, run: () => go(1)},
        {id: "find.before", title: "Previous match", keys: ["Mod+Shift+g", "Shift+F3"],
            group: "Find", when: (state) => state.find !== null, run: () => go(-1)});
}

function words({text, at, total}) {
    if (!text) return "";
    if (total === 0) return "nothing found";
    return at > 0 ? `${count(at)} of ${count(total)}` : `${count(total)} found`;
}

/** What fits on each lane, of its own events: main first, the others as they forked. */
function matches(api, state, text, signal) {
    const lanes = layOut(state.branches);
    return Promise.all(lanes.map(async (lane) => {
        const answer = await api.get(`sessions/${state.session.session}/matches`, {
            branch: lane.name, find: text, from: lane.first, limit: most,
            ...queryOf(state.filter)}, {signal});
        const revisions = answer.revisions.filter((one) => one >= lane.first);
        const own = answer.before === undefined ? revisions.length : answer.count - answer.before;
        return {branch: lane.name, revisions, count: own};
    }));
}
