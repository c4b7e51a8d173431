// Every change of one file on the moment's line; each leads to its moment.

import {el} from "../dom/el.js";
import {clock, timeEl} from "../dom/time.js";
import {travel} from "../app/travel.js";
import {actorName} from "../conversation/draw-turn.js";
import {turnBounds} from "../conversation/line.js";
import {plainText} from "../text/draw.js";
import {nothing} from "./asking.js";
import {promptsOf, sessionPath} from "./moments.js";

const many = 200;

function entry(context, event, prompts) {
    const {store, rows} = context;
    const {moment, session} = store.state;
    const revision = Number(event.sequence);
    const {from, turn} = turnBounds(prompts, revision);
    const asked = el("span.history-prompt.cut", {},
        turn > 0 ? `Turn ${turn}` : "Before the first turn");
    if (turn > 0) {
        rows.at(session.session, moment.branch, from).then((row) => {
            if (row) asked.replaceChildren(plainText(row.text));
        }).catch(() => {});
    }
    return el("li", {}, el("button.history-entry", {
        type: "button", "aria-current": revision === moment.revision ? "true" : null,
        class: revision > moment.revision ? "later" : "",
        onclick: () => travel(store, {branch: moment.branch, revision}),
    },
    el("span.mark.square", {"aria-hidden": "true"}),
    el("span.history-what", {}, plainText(actorName(event.actor)),
        event.data?.removed ? " removed it" : event.data?.renamedFrom ? " renamed it" : ""),
    asked, timeEl(event.time, clock), el("span.faint", {}, `@${revision}`)));
}

/** Draws the changes, the latest first. */
export async function drawHistory(context, {path, signal}) {
    const {store, api} = context;
    const {branch} = store.state.moment;
    const [{events}, prompts] = await Promise.all([
        api.get(`${sessionPath(store.state)}/events`, {
            branch, kind: "file.changed", subject: path, order: "descending", limit: many,
        }, {signal}),
        promptsOf(context, signal),
    ]);
    const own = events.filter((event) => event.subject === path);
    if (own.length === 0) return nothing("No change of it is on this line");
    return el("ol.history", {}, own.map((event) => entry(context, event, prompts)));
}
