// A border between two parts that is dragged, or moved by keys; where it stands is remembered.

import {keep, kept} from "../app/kept.js";
import {el} from "./el.js";

const name = "session-split";
const keyStep = 16;

/**
 * @param {object} options
 * @param {string} options.part the part that changes its size; what is remembered has its name
 * @param {string} options.title
 * @param {boolean} [options.isHeight] whether the part is higher or lower, not wider or narrower
 * @param {number} options.least pixels
 * @param {number} options.most
 * @param {number|null} options.first where nothing is remembered; null: as large as it wants to be
 * @param {1|-1} options.way -1: the part is behind the border
 * @param {() => HTMLElement} options.node the part
 * @param {(size: string|null) => void} options.set gives the part a size; null: none
 */
export function createBorder({part, title, isHeight = false, least, most, first, way, node, set}) {
    const border = el(`div.split.split-${part}`, {
        role: "separator", tabIndex: 0, "aria-label": title, title: `${title}: drag, or arrow keys`,
        "aria-orientation": isHeight ? "horizontal" : "vertical", "aria-valuemin": least,
        "aria-valuemax": most,
        onpointerdown: drag, onkeydown: press, ondblclick: () => size(first),
    });

    function measured() {
        return isHeight ? node().offsetHeight : node().offsetWidth;
    }

    function size(wanted) {
        const sizes = kept(name);
        const value = wanted === null
            ? null : Math.round(Math.max(least, Math.min(wanted, most)));
        if (value === null) delete sizes[part];
        else sizes[part] = value;
        keep(name, sizes);
        set(value === null ? null : `${value}px`);
        border.setAttribute("aria-valuenow", value ?? (measured() || least));
    }

    function drag(event) {
        const start = isHeight ? event.clientY : event.clientX;
        const before = measured();
        border.setPointerCapture(event.pointerId);
        const move = (to) => {
            // What comes after the button was let go, while the pointer is still held here.
            if (to.buttons === 0) return;
            size(before + way * ((isHeight ? to.clientY : to.clientX) - start));
        };
        border.addEventListener("pointermove", move);
        border.addEventListener("lostpointercapture",
            () => border.removeEventListener("pointermove", move), {once: true});
        event.preventDefault();
    }

    function press(event) {
        const [less, further] = isHeight ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
        const moves = {
            [less]: () => measured() - way * keyStep, [further]: () => measured() + way * keyStep,
            Home: () => least, End: () => most,
        };
        if (!(event.key in moves)) return;
        event.preventDefault();
        size(moves[event.key]());
    }

    size(kept(name)[part] ?? first);
    return border;
}
