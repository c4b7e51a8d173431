// The bar at the bottom: whether the chain holds, what there is at the moment, what is saved.

import {el, fill} from "../dom/el.js";
import {plural, short} from "../dom/number.js";
import {momentText} from "../app/address.js";
import {keycaps} from "../app/chords.js";
import {isMac} from "../app/keys.js";
import {keepChain} from "./chain.js";

const delay = 200;
const words = {saved: "saved", saving: "saving …", unsent: "not sent yet"};

/** Draws the bar. */
export function mount(root, context) {
    const {store, commands} = context;
    const chain = el("span.status-chain");
    const counts = el("span.status-counts");
    const saved = el("span.status-saved", {role: "status"});
    fill(root, chain, counts, el("span.status-space"), saved, hints(commands));

    function drawSaved({online, saved: is}) {
        saved.className = `status-saved ${online ? is : "offline"}`;
        saved.textContent = online ? words[is] : "offline: what you change is kept here";
    }

    store.watch((state) => state.online, () => drawSaved(store.state));
    store.watch((state) => state.saved, () => drawSaved(store.state));
    keepChain(context, chain);
    keepCounts(context, counts);
}

/** Counts as of the moment, asked for when it has stood still for a while. */
function keepCounts({store, api}, node) {
    let timer = 0;
    let asking = null;

    async function ask() {
        asking?.abort();
        asking = new AbortController();
        const {session, moment} = store.state;
        if (!session) return;
        try {
            const preview = await api.get(`sessions/${session.session}/preview`,
                {at: momentText(moment)}, asking);
            if (store.state.moment === moment) draw(preview);
        } catch {
            // What stood there stays: the bar says nothing that matters alone.
        }
    }

    function draw(preview) {
        const {tokens, prompts, toolCalls, fileChanges} = preview;
        fill(node,
            item(`${plural(preview.revision, "event")}`, "up to this moment"),
            item(plural(prompts, "prompt")), item(plural(toolCalls, "tool call")),
            item(plural(fileChanges, "file change")),
            tokens.total > 0 && item(
                `${short(tokens.input)} in · ${short(tokens.output)} out · `
                + `${short(tokens.cacheRead)} cached`, "Tokens up to this moment"));
    }

    const later = () => {
        clearTimeout(timer);
        timer = setTimeout(ask, delay);
    };
    store.watch((state) => state.moment, later);
    store.watch((state) => state.session, (session) => {
        if (session === null) fill(node);
        else later();
    });
}

function item(text, title = "") {
    return el("span.status-item", {title}, text);
}

function hints(commands) {
    const of = (keys, text, id) => el("button.status-hint", {
        type: "button", tabIndex: -1, onclick: () => commands.run(id),
    }, keys.map((key) => el("kbd", {}, keycaps(key, isMac).join(""))), text);
    return el("span.status-hints", {"aria-hidden": "true"},
        of(["ArrowLeft", "ArrowRight"], "event", "travel.event.next"),
        of(["[", "]"], "prompt", "prompt.next"), of(["{", "}"], "file", "file.next"));
}
