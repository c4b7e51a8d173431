// What is under the pointer: time, who, what; fetched when it is not here, shown when it is.

import {el, fill} from "../dom/el.js";
import {dated, exact} from "../dom/time.js";
import {count, plural, short} from "../dom/number.js";
import {binOf, valueOf} from "./bins.js";
import {countsBySort, hasFailed, looks, sortOf, sorts} from "./kinds.js";

/** Milliseconds that a pointer rests before the server is asked. */
const rest = 70;

/** @param {{rows: object, store: object}} context */
export function createHover({rows, store}) {
    const node = el("div.timeline-hover", {role: "tooltip", hidden: true});
    let timer = 0;

    /**
     * @param {null|{branch: string, revision: number, x: number, y: number, width: number}} point
     * @param {{histogram?: Array, isClose: boolean}} scene
     */
    function show(point, scene) {
        clearTimeout(timer);
        node.hidden = !point;
        if (!point) return;
        const session = store.state.session?.session;
        const row = session && rows.peek(session, point.branch, point.revision);
        const bin = scene.isClose ? undefined : binOf(scene.histogram ?? [], point.revision);
        draw(point, row, bin, store.state.timeline.measure);
        if (row || !session) return;
        timer = setTimeout(async () => {
            const found = await rows.at(session, point.branch, point.revision).catch(() => null);
            if (found && !node.hidden) draw(point, found, bin, store.state.timeline.measure);
        }, rest);
    }

    function draw(point, row, bin, measure) {
        fill(node,
            el("div.timeline-hover-line", {},
                el("span.timeline-hover-moment", {}, `${point.branch}@${point.revision}`),
                row && el("time", {dateTime: row.occurredAt, title: exact(row.occurredAt)},
                    dated(row.occurredAt)),
                row && el("bdi.faint", {}, row.actor.replace(/^(user|tool):/, ""))),
            row && el("div.timeline-hover-what", {},
                el("strong", {class: hasFailed(row) ? "failed" : ""},
                    hasFailed(row) ? "error" : wordOf(row)),
                el("bdi", {}, row.text.slice(0, 160))),
            bin && bin.count > 1 && el("div.faint", {}, summary(bin, measure)));
        place(point);
    }

    function place({x, y, width}) {
        const wide = node.offsetWidth;
        node.style.left = `${Math.max(Math.min(x + 14, width - wide - 6), 4)}px`;
        node.style.top = `${y + 18}px`;
    }

    return {node, show};
}

function wordOf(row) {
    const sort = sortOf(row.kind);
    return sort === "other" || sort === "setting" ? row.label : looks[sort].word;
}

/** What a stretch holds, in words. */
export function summary(bin, measure) {
    const counts = bin.kinds ? countsBySort(bin.kinds, bin.failures) : {};
    const parts = sorts.filter((sort) => sort !== "other" && counts[sort])
        .sort((one, other) => counts[other] - counts[one]).slice(0, 3)
        .map((sort) => plural(counts[sort], looks[sort].word));
    const value = valueOf(bin, measure);
    const total = measure === "tokens" && value ? [`${short(value)} tokens`] : [];
    return [`${count(bin.from)} – ${count(bin.through)}`, ...total, ...parts].join(" · ");
}
