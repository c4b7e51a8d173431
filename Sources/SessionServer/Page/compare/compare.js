// Two moments, branches or sessions side by side: what was said since they part, files, settings,
// usage.

import {el, fill} from "../dom/el.js";
import {count} from "../dom/number.js";
import {isSubagent} from "../app/branches.js";
import {tabOf} from "../app/tabs.js";
import {plainText} from "../text/draw.js";
import {momentField} from "../overlay/moment-field.js";
import {keepSheet} from "../overlay/sheet.js";
import {failure} from "../side/asking.js";
import {commonRevision, differing, differingFiles, firstDivergence, usageRows} from "./common.js";
import {createColumn} from "./column.js";
import {drawFiles} from "./files.js";

/** Events of two sessions that are looked at to find where they part. */
const looked = 3_000;

const views = [["said", "Conversation"], ["files", "Files"], ["settings", "Settings"],
    ["usage", "Usage"]];

const written = ({branch, revision}) => `${branch}@${revision}`;

/** The two sides to begin with. */
function sidesOf(state, overlay) {
    const session = tabOf(state).session;
    const {moment, branches} = state;
    const here = overlay.from ?? moment;
    const other = branches.findLast((branch) => branch.name !== here.branch
        && !isSubagent(branch.name));
    const there = overlay.to ?? (!moment.isNow ? state.head
        : other ? {branch: other.name, revision: other.head}
            : {branch: here.branch, revision: Math.max(1, here.revision - 20)});
    return [{session, at: written(here)}, {session, at: written(there)}];
}

async function loadSide(api, side) {
    const path = `sessions/${side.session}`;
    const [state, {branches}] = await Promise.all([
        api.get(`${path}/state`, {at: side.at}), api.get(`${path}/branches`),
    ]);
    return {...side, state, branches, point: {branch: state.branch, revision: state.revision}};
}

/** The revision behind which the sides differ. */
async function partingOf({rows}, one, other) {
    if (one.session === other.session) return commonRevision(one.branches, one.point, other.point);
    const ask = ({session, point}) =>
        rows.range(session, point.branch, 1, Math.min(looked, point.revision));
    const [first, second] = await Promise.all([ask(one), ask(other)]);
    const said = (list) => list.filter((row) => row.kind !== "session.created");
    const at = firstDivergence(said(first), said(second));
    return at === 0 ? 0 : said(first)[at - 1].revision;
}

function drawSettings(from, to) {
    const rows = differing([{subject: "title", value: from.state.title}, ...from.state.settings],
        [{subject: "title", value: to.state.title}, ...to.state.settings]);
    if (rows.length === 0) return el("p.state.faint", {}, "Title and settings are the same.");
    const value = (one) => one === undefined ? el("span.faint", {}, "none")
        : el("code", {}, plainText(typeof one === "string" ? one : JSON.stringify(one)));
    return el("table.compare-table", {}, el("thead", {}, el("tr", {},
        el("th", {scope: "col"}, "Setting"), el("th", {scope: "col"}, from.at),
        el("th", {scope: "col"}, to.at))),
    el("tbody", {}, rows.map((row) => el("tr", {}, el("th", {scope: "row"}, plainText(row.subject)),
        el("td", {}, value(row.old)), el("td", {}, value(row.new))))));
}

function drawUsage(from, to) {
    const sign = (number) => number === 0 ? "same"
        : (number > 0 ? "+" : "−") + count(Math.abs(number));
    return el("table.compare-table.is-numbers", {}, el("thead", {}, el("tr", {},
        el("th", {scope: "col"}, "Usage"), el("th", {scope: "col"}, from.at),
        el("th", {scope: "col"}, to.at), el("th", {scope: "col"}, "Difference"))),
    el("tbody", {}, usageRows(from.state, to.state).map((row) => el("tr", {},
        el("th", {scope: "row"}, row.title), el("td", {}, count(row.from)),
        el("td", {}, count(row.to)), el("td", {}, sign(row.difference))))));
}

function sessionField(state, label, value, changed) {
    const known = state.sessions.filter((one) => !one.error);
    const own = known.some((one) => one.session === value) ? []
        : [{session: value, title: tabOf(state)?.title ?? "This session"}];
    return el("label.moment-field", {}, el("span.faint", {}, label),
        el("select.field", {"aria-label": label, onchange: (event) => changed(event.target.value)},
            [...own, ...known].map((one) => el("option", {
                value: one.session, selected: one.session === value,
            }, one.title.slice(0, 80) || "Untitled"))));
}

class CompareSheet {
    constructor(body, overlay, context) {
        this.context = context;
        this.sides = sidesOf(context.store.state, overlay);
        this.view = "said";
        this.columns = [];
        this.asked = 0;
        this.loaded = null;
        this.head = el("div.compare-head");
        this.tabs = el("div.choices", {role: "group", "aria-label": "What is compared"});
        this.part = el("div.compare-part", {"aria-live": "off"});
        body.append(this.head, this.tabs, this.part);
        this.drawHead();
        this.drawTabs();
        this.load();
    }

    set(index, change) {
        Object.assign(this.sides[index], change.session ? {at: "main", ...change} : change);
        this.drawHead();
        this.load();
    }

    drawHead() {
        const {state} = this.context.store;
        fill(this.head, this.sides.map((side, index) => {
            const word = index === 0 ? "From" : "To";
            return el("div.compare-side", {},
                sessionField(state, `${word} session`, side.session,
                    (session) => this.set(index, {session})),
                momentField({
                    label: `${word} moment`, value: side.at, state,
                    changed: (at) => this.set(index, {at}),
                }));
        }));
    }

    drawTabs() {
        fill(this.tabs, views.map(([id, title]) => el("button", {
            type: "button", "aria-pressed": String(id === this.view),
            onclick: () => this.choose(id),
        }, title, id === "files" && this.loaded && ` ${this.loaded.files.length}`)));
    }

    choose(view) {
        this.view = view;
        this.drawTabs();
        if (this.loaded) this.drawPart();
    }

    stopColumns() {
        this.columns.forEach((column) => column.stop());
        this.columns = [];
    }

    drawPart() {
        this.stopColumns();
        this.part.className = `compare-part is-${this.view}`;
        const {from, to, parting, files} = this.loaded;
        if (this.view === "said") {
            this.columns = [from, to].map((side) => createColumn(this.context, {
                session: side.session, ...side.point, after: parting, label: side.at,
            }));
            fill(this.part, this.columns.map((column) => column.node));
        } else if (this.view === "files") {
            fill(this.part, drawFiles(this.context.api, files, from, to));
        } else {
            fill(this.part, this.view === "settings" ? drawSettings(from, to)
                : drawUsage(from, to));
        }
    }

    async load() {
        const {context} = this;
        const mine = ++this.asked;
        this.stopColumns();
        fill(this.part, el("p.waiting", {}, "Comparing"));
        try {
            const ask = (side) => loadSide(context.api, {...side});
            const [from, to] = await Promise.all(this.sides.map(ask));
            const parting = await partingOf(context, from, to);
            if (mine !== this.asked) return;
            const common = from.session === to.session ? parting : 0;
            const files = differingFiles(from.state.files, to.state.files, common);
            this.loaded = {from, to, parting, files};
            this.drawTabs();
            this.drawPart();
        } catch (error) {
            if (mine === this.asked) fill(this.part, failure(error, () => this.load()));
        }
    }

    stop() {
        this.asked += 1;
        this.stopColumns();
    }
}

/** Keeps the sheet, and registers how it is opened. */
export function mount(root, context) {
    const {store, commands} = context;
    keepSheet(root, store, {
        kind: "compare", title: "Compare", beside: true,
        draw: (body, overlay) => {
            const sheet = new CompareSheet(body, overlay, context);
            return () => sheet.stop();
        },
    });
    commands.add({
        id: "compare.open", title: "Compare with another moment, branch or session", keys: ["c"],
        group: "Moments", when: (state) => state.session !== null,
        run: () => store.change("compare", {overlay: {kind: "compare"}}),
    });
}
