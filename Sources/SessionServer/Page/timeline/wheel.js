// Zooms and pans: by the wheel around the pointer, by two fingers around their middle, by keys.

import {pan, pitch, zoom} from "./scale.js";

/** How strongly a wheel zooms; a pinch on a trackpad comes as small steps with Ctrl. */
const strengths = {wheel: 0.0022, pinch: 0.01};

/** @param {HTMLElement} node the board */
export function listenToWheel(node, model) {
    node.addEventListener("wheel", (event) => {
        event.preventDefault();
        const box = node.getBoundingClientRect();
        const {view, last} = model.state;
        const unit = event.deltaMode === 1 ? 16 : 1;
        const isAside = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
        if (isAside && !event.ctrlKey) {
            model.show(pan(view, box.width, last, (event.deltaX || event.deltaY) * unit));
            return;
        }
        const strength = event.ctrlKey ? strengths.pinch : strengths.wheel;
        const factor = Math.exp(-event.deltaY * unit * strength);
        model.show(zoom(view, box.width, last, event.clientX - box.left, factor));
    }, {passive: false});
}

/** Two fingers on the board: `move` is told where they are. */
export function createPinch(model) {
    let before = null;

    function move([one, other], width) {
        const distance = Math.max(Math.abs(one.x - other.x), 1);
        const {view, last} = model.state;
        if (before) {
            model.show(zoom(view, width, last, (one.x + other.x) / 2, distance / before));
        }
        before = distance;
    }

    return {move, end: () => { before = null; }};
}

/** Zooms by a key: around the moment where it is in sight, else around the middle. */
export function zoomBy(model, width, revision, factor) {
    const {view, last} = model.state;
    const isSeen = revision > view.from && revision < view.through;
    const x = isSeen ? (revision - view.from) * pitch(view, width) : width / 2;
    model.show(zoom(view, width, last, x, factor));
}
