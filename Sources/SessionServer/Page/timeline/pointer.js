// What pointer and wheel do on the board: click travels, drag scrubs, Shift brushes, wheel zooms.

import {rowOf} from "./geometry.js";
import {pan, pitch, revisionAt, zoom} from "./scale.js";

/** Pixels that a press may move and still be a click. */
const still = 4;

/**
 * @param {HTMLElement} node the board
 * @param {object} on `{model, height(), branch(), travel(point), hover(point|null),
 *     range({from, to}|null), menu({x, y}, point)}`
 */
export function listenToPointer(node, on) {
    const {model} = on;
    const pointers = new Map();
    let drag = null;
    let pinch = null;

    function at(event) {
        const box = node.getBoundingClientRect();
        return {x: event.clientX - box.left, y: event.clientY - box.top, width: box.width};
    }

    function pointOf({x, y, width}) {
        const {state} = model;
        const revision = Math.round(revisionAt(state.view, width, x));
        const row = rowOf(y, on.height(), state.scroll);
        const lane = state.lanes.find((one) => one.row === row && row !== undefined
            && revision >= one.first - 0.5 && revision <= one.head + 0.5);
        return {lane, revision};
    }

    function down(event) {
        if (event.button !== 0) return;
        node.setPointerCapture(event.pointerId);
        const place = at(event);
        pointers.set(event.pointerId, place);
        if (pointers.size === 2) return beginPinch();
        const point = pointOf(place);
        drag = {
            x: place.x, moved: false, from: point.revision,
            branch: point.lane?.name ?? on.branch(), isBrush: event.shiftKey,
        };
        node.focus({preventScroll: true});
        if (!drag.isBrush) on.travel({branch: drag.branch, revision: point.revision});
    }

    function move(event) {
        const place = at(event);
        if (pointers.has(event.pointerId)) pointers.set(event.pointerId, place);
        if (pinch) return movePinch(place.width);
        const point = pointOf(place);
        if (!drag) return on.hover({...point, ...place});
        if (Math.abs(place.x - drag.x) > still) drag.moved = true;
        if (!drag.moved) return undefined;
        on.hover(null);
        if (drag.isBrush) return on.range(ordered(drag.from, point.revision));
        return on.travel({branch: drag.branch, revision: point.revision});
    }

    function up(event) {
        pointers.delete(event.pointerId);
        if (pinch && pointers.size < 2) pinch = null;
        if (drag?.isBrush && !drag.moved) on.range(null);
        drag = null;
    }

    function beginPinch() {
        drag = null;
        const [one, other] = [...pointers.values()];
        pinch = {distance: Math.max(Math.abs(one.x - other.x), 1)};
    }

    function movePinch(width) {
        const [one, other] = [...pointers.values()];
        const distance = Math.max(Math.abs(one.x - other.x), 1);
        const {view, last} = model.state;
        const middle = (one.x + other.x) / 2;
        model.show(zoom(view, width, last, middle, distance / pinch.distance));
        pinch.distance = distance;
    }

    function wheel(event) {
        event.preventDefault();
        const {x, width} = at(event);
        const {view, last} = model.state;
        const unit = event.deltaMode === 1 ? 16 : 1;
        const isAside = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
        if (isAside && !event.ctrlKey) {
            model.show(pan(view, width, last, (event.deltaX || event.deltaY) * unit));
        } else {
            const strength = event.ctrlKey ? 0.01 : 0.0022;
            model.show(zoom(view, width, last, x, Math.exp(-event.deltaY * unit * strength)));
        }
    }

    function menu(event) {
        event.preventDefault();
        const point = pointOf(at(event));
        on.hover(null);
        on.menu({x: event.clientX, y: event.clientY},
            {branch: point.lane?.name ?? on.branch(), revision: point.revision});
    }

    node.addEventListener("contextmenu", menu);
    node.addEventListener("pointerdown", down);
    node.addEventListener("pointermove", move);
    node.addEventListener("pointerup", up);
    node.addEventListener("pointercancel", up);
    node.addEventListener("pointerleave", () => drag ?? on.hover(null));
    node.addEventListener("wheel", wheel, {passive: false});
}

function ordered(one, other) {
    return {from: Math.min(one, other), to: Math.max(one, other)};
}

/** Zooms by a key: around the moment where it is in sight, else around the middle. */
export function zoomBy(model, width, revision, factor) {
    const {view, last} = model.state;
    const isSeen = revision > view.from && revision < view.through;
    const x = isSeen ? (revision - view.from) * pitch(view, width) : width / 2;
    model.show(zoom(view, width, last, x, factor));
}
