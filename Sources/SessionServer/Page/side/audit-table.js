// The table of an audit, of which only the rows that are seen are drawn.

import {el, fill} from "../dom/el.js";
import {createList} from "../dom/list.js";
import {clock, exact} from "../dom/time.js";
import {travel} from "../app/travel.js";
import {actorName} from "../conversation/draw-turn.js";
import {plainText} from "../text/draw.js";
import {nothing} from "./asking.js";
import {columns, placeOf, wordOf} from "./audit-rows.js";

const height = 28;

function cell(id, content, title) {
    return el(`span.audit-cell.is-${id}.cut`, {role: "cell", title: title ?? ""}, content);
}

export class AuditTable {
    /**
     * @param {object} store
     * @param {{sort: (id: string) => void, chose: () => void, seen: (last: number) => void}} told
     *     a column was pressed, a row was chosen, rows were seen
     */
    constructor(store, told) {
        this.store = store;
        this.told = told;
        /** The places of the rows that a person chose. */
        this.chosen = new Set();
        this.rows = [];
        this.list = null;
        this.head = el("div.audit-row.audit-head", {role: "row"});
        this.body = el("div.audit-body", {
            role: "rowgroup", tabIndex: 0, "aria-label": "Events",
        });
        this.node = el("div.audit-table", {role: "table", "aria-label": "Events of all branches"},
            el("div", {role: "rowgroup"}, this.head), this.body);
    }

    /** Shows something in place of rows. */
    clear(node) {
        this.list?.stop();
        this.list = null;
        fill(this.body, el("div", {role: "row"}, el("div", {role: "cell"}, node)));
    }

    draw(rows, order) {
        this.rows = rows;
        this.drawHead(order);
        if (rows.length === 0) {
            this.clear(nothing("No event fits", "Take a filter away to see more."));
        } else if (this.list) {
            this.list.setCount(rows.length);
            this.list.refresh();
        } else {
            this.list = createList({
                root: this.body, count: rows.length, estimate: height, overscan: 300,
                role: "presentation", render: (index) => this.drawRow(index),
                onVisible: (first, last) => this.told.seen(last),
            });
        }
    }

    drawHead(order) {
        const sortOf = (id) => order.column !== id ? "none"
            : order.descending ? "descending" : "ascending";
        const signs = {none: "", ascending: " ↑", descending: " ↓"};
        fill(this.head,
            el("span.audit-choice", {role: "columnheader"},
                el("span.visually-hidden", {}, "Chosen")),
            columns.map(({id, title}) => el(`span.audit-cell.is-${id}`, {
                role: "columnheader", "aria-sort": sortOf(id),
            }, el("button", {type: "button", onclick: () => this.told.sort(id)},
                title, signs[sortOf(id)]))));
    }

    drawRow(index) {
        const row = this.rows[index];
        const about = row.subject && el("span.audit-about", {}, plainText(row.subject), " ");
        return el("div.audit-row", {role: "row", class: row.erased ? "is-erased" : ""},
            this.drawChoice(placeOf(row)),
            cell("time", clock(row.occurredAt), exact(row.occurredAt)),
            cell("actor", plainText(actorName(row.actor)), row.actor),
            cell("kind", wordOf(row.kind), row.kind),
            cell("subject", plainText(row.subject ?? ""), row.subject),
            cell("text", [about, plainText(row.text)], row.text),
            cell("place", this.drawPlace(row), `#${row.position}`));
    }

    drawChoice(place) {
        return el("span.audit-choice", {role: "cell"}, el("input", {
            type: "checkbox", checked: this.chosen.has(place), "aria-label": `Choose ${place}`,
            onchange: (event) => {
                if (event.target.checked) this.chosen.add(place);
                else this.chosen.delete(place);
                this.told.chose();
            },
        }));
    }

    drawPlace(row) {
        if (!row.branch) return placeOf(row);
        const point = {branch: row.branch, revision: row.revision};
        return el("button.branch-link", {
            type: "button", onclick: () => travel(this.store, point),
        }, placeOf(row));
    }

    stop() {
        this.list?.stop();
    }
}
