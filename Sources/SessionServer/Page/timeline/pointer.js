// What a pointer does on the board: a click travels, a drag scrubs, with Shift it brushes.

import {rowOf} from "./geometry.js";
import {revisionAt} from "./scale.js";
import {createPinch, listenToWheel} from "./wheel.js";

/** Pixels that a press may move and still be a click. */
const still = 4;

/**
 * @param {HTMLElement} node the board
 * @param {object} on `{model, height(), branch(), travel(point), hover(point|null),
 *     range({from, to}|null), menu({x, y}, point)}`
 */
export function listenToPointer(node, on) {
    const pointers = new Map();
    const pinch = createPinch(on.model);
    let drag = null;

    function at(event) {
        const box = node.getBoundingClientRect();
        return {x: event.clientX - box.left, y: event.clientY - box.top, width: box.width};
    }

    function down(event) {
        if (event.button !== 0) return;
        node.setPointerCapture(event.pointerId);
        const place = at(event);
        pointers.set(event.pointerId, place);
        if (pointers.size > 1) {
            drag = null;
            return;
        }
        const {branch, revision} = pointOf(on, place);
        drag = {x: place.x, moved: false, from: revision, branch, isBrush: event.shiftKey};
        node.focus({preventScroll: true});
        if (!drag.isBrush) on.travel({branch, revision});
    }

    function move(event) {
        const place = at(event);
        if (pointers.has(event.pointerId)) pointers.set(event.pointerId, place);
        if (pointers.size > 1) return pinch.move([...pointers.values()], place.width);
        const point = pointOf(on, place);
        if (!drag) return on.hover({...point, ...place});
        drag.moved ||= Math.abs(place.x - drag.x) > still;
        if (!drag.moved) return undefined;
        on.hover(null);
        if (drag.isBrush) return on.range(ordered(drag.from, point.revision));
        return on.travel({branch: drag.branch, revision: point.revision});
    }

    function up(event) {
        pointers.delete(event.pointerId);
        if (pointers.size < 2) pinch.end();
        if (drag?.isBrush && !drag.moved) on.range(null);
        drag = null;
    }

    function menu(event) {
        event.preventDefault();
        const {branch, revision} = pointOf(on, at(event));
        on.hover(null);
        on.menu({x: event.clientX, y: event.clientY}, {branch, revision});
    }

    const listeners = {pointerdown: down, pointermove: move, pointerup: up, pointercancel: up,
        contextmenu: menu, pointerleave: () => drag ?? on.hover(null)};
    for (const [name, listener] of Object.entries(listeners)) node.addEventListener(name, listener);
    listenToWheel(node, on.model);
}

/** The lane and the revision at a place; beside all lanes the moment's branch counts. */
function pointOf({model, height, branch}, {x, y, width}) {
    const {state} = model;
    const revision = Math.round(revisionAt(state.view, width, x));
    const row = rowOf(y, height(), state.scroll);
    const lane = state.lanes.find((one) => one.row === row && row !== undefined
        && revision >= one.first - 0.5 && revision <= one.head + 0.5);
    return {lane, branch: lane?.name ?? branch(), revision};
}

function ordered(one, other) {
    return {from: Math.min(one, other), to: Math.max(one, other)};
}
