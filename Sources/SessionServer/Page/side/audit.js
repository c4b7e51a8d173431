// Who did what, when, to what: a table of all branches' events, to filter, sort, write out and
// erase from.

import {el, fill} from "../dom/el.js";
import {count, plural} from "../dom/number.js";
import {toastError} from "../dom/toast.js";
import {tabOf} from "../app/tabs.js";
import {failure} from "./asking.js";
import {filterFields, queryOf} from "./audit-filter.js";
import {csvOf, rowOf, sorted} from "./audit-rows.js";
import {AuditTable} from "./audit-table.js";
import {createChain} from "./chain.js";
import {download, fileName} from "./download.js";
import {isOwner, sessionPath} from "./moments.js";

/** Events of a page, and how near the end of those that are here more are asked for. */
const page = 200;
const near = 60;

class Audit {
    constructor(root, context) {
        this.context = context;
        this.values = {};
        this.order = {column: "place", descending: false};
        this.rows = [];
        this.shown = [];
        this.next = null;
        /** Whether the first page has come. */
        this.isKnown = false;
        this.asking = null;
        const chain = el("section.chain", {"aria-label": "Chain and seals"});
        this.bar = el("div.audit-bar");
        this.table = new AuditTable(context.store, {
            sort: (id) => this.sortBy(id), chose: () => this.drawBar(),
            seen: (last) => this.seen(last),
        });
        root.append(chain, filterFields(this.values, () => this.begin()), this.bar,
            this.table.node);
        this.chain = createChain(chain, context);
        const key = (state) => sessionPath(state) ? `${sessionPath(state)} ${state.events}` : "";
        this.unwatch = context.store.watch(key, () => this.begin());
    }

    /** Asks anew, from the first event on. */
    async begin() {
        this.asking?.controller.abort();
        this.asking = null;
        if (!sessionPath(this.context.store.state)) return;
        Object.assign(this, {rows: [], shown: [], next: null, isKnown: false});
        this.drawBar();
        this.table.clear(el("p.waiting", {}, "Loading"));
        try {
            await this.load();
            if (this.order.column !== "place") await this.arrange();
        } catch (error) {
            if (error.name === "AbortError") return;
            this.table.clear(failure(error, () => this.begin()));
        }
    }

    /** Loads the next page, if there is one. */
    load() {
        if (this.asking) return this.asking.done;
        if (!this.next && this.rows.length > 0) return Promise.resolve();
        const controller = new AbortController();
        const done = this.ask(controller.signal).finally(() => {
            if (this.asking?.controller === controller) this.asking = null;
        });
        this.asking = {controller, done};
        return done;
    }

    async ask(signal) {
        const {api, store} = this.context;
        const query = {...queryOf(this.values), limit: page, after: this.next ?? undefined};
        const found = await api.get(`${sessionPath(store.state)}/audit`, query, {signal});
        if (signal.aborted) return;
        this.rows = [...this.rows, ...(found.rows ?? found.events.map(rowOf))];
        this.next = found.next ?? null;
        this.isKnown = true;
        this.draw();
    }

    /** Loads all that fit: an order by another column is one of all of them. */
    async loadAll() {
        do await this.load(); while (this.next);
    }

    draw() {
        this.shown = sorted(this.rows, this.order);
        this.table.draw(this.shown, this.order);
        this.drawBar();
    }

    seen(last) {
        const isNear = last > this.shown.length - near;
        if (this.next && isNear && this.order.column === "place") {
            this.load().catch((error) => toastError(error, "Not all events were loaded"));
        }
    }

    sortBy(id) {
        const descending = this.order.column === id && !this.order.descending;
        this.order = {column: id, descending};
        this.arrange().catch((error) => toastError(error, "Not all events were loaded"));
    }

    async arrange() {
        const {column, descending} = this.order;
        if (column !== "place" || descending) await this.loadAll();
        this.draw();
    }

    drawBar() {
        const {rows, next, table} = this;
        const {state} = this.context.store;
        const counted = next ? `${count(rows.length)} and more` : plural(rows.length, "event");
        const button = (title, run) => el("button.button.small", {
            type: "button", disabled: rows.length === 0, onclick: run,
        }, title);
        fill(this.bar,
            el("span.faint", {"aria-live": "polite"}, this.isKnown ? counted : ""),
            button("CSV", () => this.save("csv")), button("JSON", () => this.save("json")),
            isOwner(state) && el("button.button.small.danger", {
                type: "button", disabled: table.chosen.size === 0,
                title: table.chosen.size === 0 ? "Choose events in the table first" : "",
                onclick: () => this.redact(),
            }, table.chosen.size > 0 ? `Redact ${table.chosen.size}…` : "Redact…"));
    }

    redact() {
        const overlay = {kind: "redact", moments: [...this.table.chosen]};
        this.context.store.change("redact", {overlay});
    }

    async save(form) {
        try {
            await this.loadAll();
            const name = fileName(tabOf(this.context.store.state)?.title ?? "session", form);
            if (form === "csv") download(name, csvOf(this.shown), "text/csv");
            else download(name, `${JSON.stringify(this.shown, null, 2)}\n`, "application/json");
        } catch (error) {
            toastError(error, "The audit was not written");
        }
    }

    stop() {
        this.unwatch();
        this.chain.stop();
        this.asking?.controller.abort();
        this.table.stop();
    }
}

/** Draws the pane. */
export function createAudit(root, context) {
    return new Audit(root, context);
}
