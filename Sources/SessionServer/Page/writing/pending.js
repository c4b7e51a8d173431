// Prompts and notes that are on their way, above the box in which they were written.

import {el, fill} from "../dom/el.js";

/** @param {{store: object}} context */
export function createPending({store}) {
    const node = el("ol.writing-pending", {"aria-label": "On its way"});

    function draw() {
        const {pending, session, saved} = store.state;
        const own = pending.filter((change) => change.session === session?.session);
        node.hidden = own.length === 0;
        fill(node, own.map((change) => el("li.writing-waiting", {class: change.sort},
            el("bdi", {dir: "auto"}, change.data.text),
            el("span.faint", {}, saved === "unsent" ? "kept here, not sent yet" : "sending…"))));
    }

    return {node, draw};
}
