// Follows the sessions that are open: new events arrive, the moment stays unless it is now.

import {tabOf} from "../app/tabs.js";
import {toNow} from "../app/travel.js";
import {el, fill} from "../dom/el.js";
import {plural} from "../dom/number.js";
import {toast} from "../dom/toast.js";
import {createLive} from "../wire/live.js";
import {isOther, isUnreadable, withArrivals} from "./arrivals.js";
import {answersOn, withEvent} from "./pieces.js";

/** Milliseconds: events are taken in together, and what the session is, is asked for less often. */
const together = 40;
const rest = 600;
/** Events before the head among which pieces of an answer are looked for. */
const recent = 200;

export function mount(root, {store, api, rows}) {
    let arrived = [];
    let timer = 0;
    let reloading = 0;
    let answers = {};
    let seen = {branch: "", revision: 0};
    const live = createLive({api, onEvent, onGone});
    const line = el("div.live-line", {role: "status", hidden: true});
    const count = el("button.live-now", {type: "button", hidden: true,
        onclick: () => toNow(store)});
    root.append(line, count);

    function onEvent(event, session) {
        arrived.push({event, session});
        timer ||= setTimeout(takeIn, together);
    }

    function takeIn() {
        const now = Date.now();
        const news = arrived;
        [arrived, timer] = [[], 0];
        const shown = store.state.session?.session;
        const own = news.filter((one) => one.session === shown).map((one) => one.event);
        if (own.some(isUnreadable)) rows.forget(shown);
        for (const event of own) answers = withEvent(answers, event);
        store.change("live", (state) => ({
            ...withArrivals(state, own),
            live: {...state.live, ...Object.fromEntries(news.map((one) => [one.session, now]))},
        }));
        if (own.length > 0) reload(own.some(isOther));
        draw();
    }

    /** Asks what the session is now: soon where more than its length changed. */
    function reload(isSoon) {
        if (reloading) return;
        reloading = setTimeout(() => {
            reloading = 0;
            store.change("live", (state) => ({events: state.events + 1}));
        }, isSoon ? together : rest);
    }

    function onGone(session) {
        const tab = store.state.tabs.find((one) => one.session === session);
        if (tab) toast(`${tab.title} is not there any more.`, {kind: "error",
            hint: "It was deleted, or it is another file now. What is shown was true before."});
    }

    /** Pieces of an answer that was coming when the session was opened. */
    async function lookBack(session) {
        answers = {};
        const {branch, revision} = store.state.head;
        if (!session || revision === 0) return draw();
        const found = await api.get(`sessions/${session}/events`, {branch,
            from: Math.max(revision - recent, 1), kind: ["response.streamed", "response.received"],
            limit: recent}).catch(() => ({events: []}));
        if (store.state.session?.session !== session) return undefined;
        for (const event of found.events) answers = withEvent(answers, event);
        return draw();
    }

    function draw() {
        const {moment, head} = store.state;
        if (moment.isNow || seen.branch !== moment.branch || seen.revision === 0) seen = head;
        const missed = head.branch === seen.branch ? head.revision - seen.revision : 0;
        count.hidden = missed <= 0 || moment.isNow;
        fill(count, `${plural(missed, "new event")} · Now`);
        const coming = moment.isNow ? answersOn(answers, moment.branch) : [];
        line.hidden = coming.length === 0;
        fill(line, el("span.live-dot", {"aria-hidden": "true"}), coming.map(saying).join(", "));
    }

    store.watch((state) => state.tabs, (tabs) => live.follow(tabs.map((tab) => tab.session)));
    store.watch((state) => state.session?.session, lookBack);
    store.watch((state) => state.moment, draw);
    store.watch((state) => state.head, draw);
    store.watch((state) => state.active, () => {
        seen = {branch: "", revision: 0};
        root.dataset.session = tabOf(store.state)?.session ?? "";
    });
}

function saying(answer) {
    const who = answer.model ?? answer.actor.replace(/^model:/, "");
    return answer.text || !answer.thinking ? `${who} is answering` : `${who} is thinking`;
}
