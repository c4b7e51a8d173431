// Who did what, when, to what: a table of all branches' events, to filter, sort, write out and
// erase from.

import {el, fill} from "../dom/el.js";
import {createList} from "../dom/list.js";
import {count, plural} from "../dom/number.js";
import {clock, exact} from "../dom/time.js";
import {toastError} from "../dom/toast.js";
import {tabOf} from "../app/tabs.js";
import {travel} from "../app/travel.js";
import {actorName} from "../conversation/draw-turn.js";
import {plainText} from "../text/draw.js";
import {failure, nothing} from "./asking.js";
import {filterFields, queryOf} from "./audit-filter.js";
import {columns, csvOf, placeOf, rowOf, sorted, wordOf} from "./audit-rows.js";
import {createChain} from "./chain.js";
import {download, fileName} from "./download.js";
import {isOwner, sessionPath} from "./moments.js";

/** Events of a page. */
const page = 200;

/** Draws the pane. */
export function createAudit(root, context) {
    const {store, api} = context;
    const values = {};
    const order = {column: "place", descending: false};
    const chosen = new Set();
    let rows = [];
    let shown = [];
    let next = null;
    let asking = null;
    let list = null;

    const chain = el("section.chain", {"aria-label": "Chain and seals"});
    const bar = el("div.audit-bar");
    const head = el("div.audit-row.audit-head", {role: "row"});
    const body = el("div.audit-body", {role: "rowgroup", tabIndex: 0, "aria-label": "Events"});
    const table = el("div.audit-table", {role: "table", "aria-label": "Events of all branches"},
        el("div", {role: "rowgroup"}, head), body);
    root.append(chain, filterFields(values, begin), bar, table);
    const chainPart = createChain(chain, context);

    function drawHead() {
        head.replaceChildren(el("span.audit-choice", {role: "columnheader"},
            el("span.visually-hidden", {}, "Chosen")),
        ...columns.map(({id, title}) => {
            const isOrder = order.column === id;
            return el(`span.audit-cell.is-${id}`, {
                role: "columnheader",
                "aria-sort": isOrder ? order.descending ? "descending" : "ascending" : "none",
            }, el("button", {
                type: "button", onclick: () => sortBy(id),
            }, title, isOrder ? order.descending ? " ↓" : " ↑" : ""));
        }));
    }

    function drawBar() {
        fill(bar, 
            el("span.faint", {"aria-live": "polite"}, next ? `${count(rows.length)} and more`
                : plural(rows.length, "event")),
            el("button.button.small", {
                type: "button", disabled: rows.length === 0, onclick: () => save("csv"),
            }, "CSV"),
            el("button.button.small", {
                type: "button", disabled: rows.length === 0, onclick: () => save("json"),
            }, "JSON"),
            isOwner(store.state) && el("button.button.small.danger", {
                type: "button", disabled: chosen.size === 0,
                title: chosen.size === 0 ? "Choose events in the table first" : "",
                onclick: () => store.change("redact", {overlay: {
                    kind: "redact", moments: [...chosen],
                }}),
            }, chosen.size > 0 ? `Redact ${chosen.size}…` : "Redact…"));
    }

    function drawRow(index) {
        const row = shown[index];
        const place = placeOf(row);
        const point = {branch: row.branch, revision: row.revision};
        const cell = (id, content, title) => el(`span.audit-cell.is-${id}.cut`,
            {role: "cell", title: title ?? ""}, content);
        return el("div.audit-row", {role: "row", class: row.erased ? "is-erased" : ""},
            el("span.audit-choice", {role: "cell"}, el("input", {
                type: "checkbox", checked: chosen.has(place), "aria-label": `Choose ${place}`,
                onchange: (event) => {
                    if (event.target.checked) chosen.add(place);
                    else chosen.delete(place);
                    drawBar();
                },
            })),
            cell("time", clock(row.occurredAt), exact(row.occurredAt)),
            cell("actor", plainText(actorName(row.actor)), row.actor),
            cell("kind", wordOf(row.kind), row.kind),
            cell("subject", plainText(row.subject ?? ""), row.subject),
            cell("text", [row.subject && el("span.audit-about", {}, plainText(row.subject), " "),
                plainText(row.text)], row.text),
            cell("place", row.branch ? el("button.branch-link", {
                type: "button", onclick: () => travel(store, point),
            }, place) : place, `#${row.position}`));
    }

    function draw() {
        shown = sorted(rows, order);
        drawHead();
        drawBar();
        if (shown.length === 0) {
            list?.stop();
            list = null;
            body.replaceChildren(el("div", {role: "row"}, el("div", {role: "cell"},
                nothing("No event fits", "Take a filter away to see more."))));
            return;
        }
        if (list) {
            list.setCount(shown.length);
            list.refresh();
            return;
        }
        list = createList({
            root: body, count: shown.length, estimate: 28, overscan: 300, render: drawRow,
            role: "presentation", onVisible: (first, last) => {
                if (next && order.column === "place" && last > shown.length - 60) load();
            },
        });
    }

    function load() {
        if (asking) return asking.done;
        if (!next && rows.length > 0) return Promise.resolve();
        const controller = new AbortController();
        const done = ask(controller.signal).finally(() => {
            if (asking?.controller === controller) asking = null;
        });
        asking = {controller, done};
        return done;
    }

    async function ask(signal) {
        const query = {...queryOf(values), limit: page, after: next ?? undefined};
        const found = await api.get(`${sessionPath(store.state)}/audit`, query,
            {signal});
        if (signal.aborted) return;
        rows = [...rows, ...(found.rows ?? found.events.map(rowOf))];
        next = found.next ?? null;
        draw();
    }

    /** Loads all that fit: an order by another column is one of all of them. */
    async function loadAll() {
        while (next) await load();
    }

    async function sortBy(id) {
        order.descending = order.column === id && !order.descending;
        order.column = id;
        try {
            if (id !== "place" || order.descending) await loadAll();
            draw();
        } catch (error) {
            toastError(error, "Not all events were loaded");
        }
    }

    async function begin() {
        asking?.controller.abort();
        asking = null;
        if (!sessionPath(store.state)) return;
        rows = [];
        shown = [];
        next = null;
        drawBar();
        list?.stop();
        list = null;
        body.replaceChildren(el("p.waiting", {}, "Loading"));
        try {
            await load();
            if (order.column !== "place") await sortBy(order.column);
        } catch (error) {
            if (error.name === "AbortError") return;
            body.replaceChildren(failure(error, begin));
        }
    }

    async function save(form) {
        try {
            await loadAll();
            const name = fileName(tabOf(store.state)?.title ?? "session", form);
            if (form === "csv") download(name, csvOf(shown), "text/csv");
            else download(name, `${JSON.stringify(shown, null, 2)}\n`, "application/json");
        } catch (error) {
            toastError(error, "The audit was not written");
        }
    }

    const key = (state) => sessionPath(state) ? `${sessionPath(state)} ${state.events}` : "";
    const stop = store.watch(key, begin);
    return {
        stop() {
            stop();
            chainPart.stop();
            asking?.controller.abort();
            list?.stop();
        },
    };
}
