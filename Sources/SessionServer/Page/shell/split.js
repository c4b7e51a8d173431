// Widths of the columns and the height of the timeline are dragged, and remembered.

import {keep, kept} from "../app/kept.js";
import {el} from "../dom/el.js";

const name = "session-split";
const parts = [
    {part: "sidebar", title: "Width of the sessions", least: 180, most: 460, first: 264, way: 1},
    {part: "side", title: "Width of the side", least: 300, most: 900, first: 448, way: -1},
    // As high as its lanes want, until somebody drags it.
    {part: "timeline", title: "Height of the timeline", least: 72, most: 420, first: null, way: 1},
];
const keyStep = 16;

/** Puts a handle on each border. */
export function mount(root) {
    const sizes = kept(name);
    root.append(el("section.splits", {"aria-label": "Borders"},
        parts.map((part) => handle(root, part, sizes))));
}

function handle(root, {part, title, least, most, first, way}, sizes) {
    const isHeight = part === "timeline";
    const property = `--${part}-${isHeight ? "height" : "width"}`;
    const node = el(`div.split.split-${part}`, {
        role: "separator", tabIndex: 0, "aria-label": title, title: `${title}: drag, or arrow keys`,
        "aria-orientation": isHeight ? "horizontal" : "vertical", "aria-valuemin": least,
        "aria-valuemax": most,
        onpointerdown: drag, onkeydown: press,
        ondblclick: () => size(first),
    });

    function size(wanted) {
        if (wanted === null) {
            delete sizes[part];
            root.style.removeProperty(property);
            keep(name, sizes);
            const height = root.querySelector(`#${part}`).offsetHeight;
            node.setAttribute("aria-valuenow", height || least);
            return;
        }
        const value = Math.round(Math.max(least, Math.min(wanted, most)));
        sizes[part] = value;
        root.style.setProperty(property, `${value}px`);
        node.setAttribute("aria-valuenow", value);
        keep(name, sizes);
    }

    function drag(event) {
        const start = isHeight ? event.clientY : event.clientX;
        const before = sizes[part] ?? root.querySelector(`#${part}`).offsetHeight;
        node.setPointerCapture(event.pointerId);
        const move = (to) => {
            const at = isHeight ? to.clientY : to.clientX;
            size(before + way * (at - start));
        };
        node.addEventListener("pointermove", move);
        node.addEventListener("lostpointercapture",
            () => node.removeEventListener("pointermove", move), {once: true});
        event.preventDefault();
    }

    function press(event) {
        const [less, further] = isHeight ? ["ArrowUp", "ArrowDown"] : ["ArrowLeft", "ArrowRight"];
        const before = sizes[part] ?? root.querySelector(`#${part}`).offsetHeight;
        const moves = {
            [less]: before - way * keyStep, [further]: before + way * keyStep,
            Home: least, End: most,
        };
        if (!(event.key in moves)) return;
        event.preventDefault();
        size(moves[event.key]);
    }

    size(sizes[part] ?? first);
    return node;
}
