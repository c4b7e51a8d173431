// Finds words in the session: how many there are, which one is seen, the next and the one before.

import {travel} from "../app/travel.js";
import {toastError} from "../dom/toast.js";
import {createBar} from "./bar.js";
import {findAll} from "./matches.js";
import {numberAt, step} from "./walk.js";

/** Milliseconds after the last keystroke. */
const rest = 180;

export function mount(root, {store, api, commands}) {
    let timer = 0;
    let asking = null;
    const bar = createBar({typed: () => typed(bar.input.value), pressed, go, close});
    root.append(bar.node);

    function open() {
        bar.node.hidden = false;
        const chosen = String(getSelection() ?? "").trim();
        if (chosen && chosen.length < 200 && !chosen.includes("\n")) bar.input.value = chosen;
        bar.input.focus();
        bar.input.select();
        if (bar.input.value) typed(bar.input.value);
    }

    function close() {
        clearTimeout(timer);
        asking?.abort();
        bar.node.hidden = true;
        store.change("find", {find: null});
        document.querySelector("#main")?.focus({preventScroll: true});
    }

    function typed(text) {
        clearTimeout(timer);
        timer = setTimeout(() => search(text.trim()), rest);
    }

    async function search(text) {
        clearTimeout(timer);
        asking?.abort();
        if (!text) {
            store.change("find", {find: {text, at: 0, total: 0, places: [], branches: []}});
            return;
        }
        asking = new AbortController();
        const {signal} = asking;
        bar.wait();
        try {
            const find = await findAll(api, store.state, text, signal);
            if (!signal.aborted) store.change("find", {find});
        } catch (error) {
            if (error.name !== "AbortError") toastError(error, "Find");
        }
    }

    async function go(direction) {
        const text = bar.input.value.trim();
        if (store.state.find?.text !== text) await search(text);
        const {find, moment} = store.state;
        if (find?.text !== text) return;
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

    const again = () => store.state.find?.text && typed(store.state.find.text);
    store.watch((state) => state.moment, (moment) => {
        const {find} = store.state;
        if (!find?.text) return;
        const at = numberAt(find.places, find.branches, moment);
        if (at !== find.at) store.change("find", {find: {...find, at}});
    });
    store.watch((state) => state.find, (find) => {
        if (!find) bar.node.hidden = true;
        bar.tell(find);
    });
    store.watch((state) => state.filter, again);
    store.watch((state) => state.head.revision, again);
    addCommands({commands, open, go});
}

function addCommands({commands, open, go}) {
    const isOpen = (state) => state.find !== null;
    commands.add(
        {id: "find.open", title: "Find in this session", keys: ["/", "Mod+f"], group: "Find",
            when: (state) => state.session !== null, run: open},
        {id: "find.next", title: "Next match", keys: ["Mod+g", "F3"], group: "Find", inText: true,
            when: isOpen, run: () => go(1)},
        {id: "find.before", title: "Previous match", keys: ["Mod+Shift+g", "Shift+F3"],
            group: "Find", inText: true, when: isOpen, run: () => go(-1)});
}
