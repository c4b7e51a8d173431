// The same as the board shows, as a list of events around the moment: for those who cannot see it,
// and below the board where the page is one narrow column.

import {el, fill} from "../dom/el.js";
import {clock, dated} from "../dom/time.js";
import {travel} from "../app/travel.js";
import {shapeIcon} from "./icon.js";
import {looks, sortOfRow} from "./kinds.js";

/** Events before and behind the moment. */
const around = 20;
/** Where the list is seen and can have the focus. */
const isSeen = matchMedia("(max-width: 640px)");

/** @param {{store: object, rows: object, model: object}} context */
export function createListing({store, rows}) {
    const node = el("ol.timeline-listing", {"aria-label": "Events around this moment"});
    let timer = 0;

    /** Draws soon: who scrubs passes many moments that nobody listens to. */
    function draw() {
        clearTimeout(timer);
        timer = setTimeout(fetch, 250);
    }

    async function fetch() {
        const {session, moment, head} = store.state;
        if (!session) return fill(node);
        const from = Math.max(moment.revision - around, 1);
        const through = Math.min(moment.revision + around, head.revision);
        const found = await rows.range(session.session, moment.branch, from, through)
            .catch(() => []);
        if (store.state.moment !== moment) return undefined;
        const focused = document.activeElement?.dataset?.revision;
        fill(node, found.map((row) => item(row, moment)));
        if (focused) node.querySelector(`[data-revision="${focused}"]`)?.focus();
        const here = node.querySelector("[aria-current]");
        if (here) node.scrollTop = here.offsetTop - node.clientHeight / 2;
        return undefined;
    }

    function item(row, moment) {
        const isHere = row.revision === moment.revision;
        return el("li", {}, el("button.timeline-row", {
            type: "button", tabIndex: isHere && isSeen.matches ? 0 : -1,
            "data-revision": row.revision, "aria-current": isHere ? "true" : null, "aria-label": saying(row, moment.branch),
            onclick: () => travel(store, {branch: moment.branch, revision: row.revision}),
        }, shapeIcon(sortOfRow(row)), el("span.faint", {}, clock(row.occurredAt)),
        el("bdi.cut", {}, row.text.slice(0, 120))));
    }

    return {node, draw};
}

/** A row in words: where, when, who, what. */
export function saying(row, branch) {
    const word = looks[sortOfRow(row)].word;
    return `${branch}@${row.revision}, ${dated(row.occurredAt)}, ${row.actor}, ${word}: `
        + row.text.slice(0, 200);
}
