// Tabs are put into another order by dragging.

import {moveTab} from "../app/tabs.js";

/** How far a pointer moves before it drags, in pixels. */
const slack = 5;

/** Listens on the strip. */
export function dragTabs(strip, store) {
    strip.addEventListener("pointerdown", (event) => {
        const node = event.target.closest(".tab");
        const isHandle = event.target.closest(".tab-button");
        if (node && isHandle && event.button === 0) drag(strip, store, node, event);
    });
}

function drag(strip, store, node, {pointerId, clientX: start}) {
    const key = node.dataset.key;
    const boxes = [...strip.children].map((one) => one.getBoundingClientRect());
    const from = [...strip.children].indexOf(node);
    let to = from;
    let isDragging = false;

    function move(event) {
        if (event.pointerId !== pointerId) return;
        const by = event.clientX - start;
        if (!isDragging && Math.abs(by) < slack) return;
        if (!isDragging) {
            isDragging = true;
            node.classList.add("dragged");
            strip.setPointerCapture(pointerId);
        }
        const middle = boxes[from].left + boxes[from].width / 2 + by;
        to = boxes.filter((box, index) => index !== from && middle > box.left + box.width / 2)
            .length;
        node.style.transform = `translateX(${by}px)`;
        [...strip.children].forEach((one, index) => {
            if (one === node) return;
            const isBetween = index > from ? index <= to : index >= to && index < from;
            const side = index > from ? -1 : 1;
            one.style.transform = isBetween ? `translateX(${side * boxes[from].width}px)` : "";
        });
    }

    function end(event) {
        if (event.pointerId !== pointerId) return;
        strip.removeEventListener("pointermove", move);
        strip.removeEventListener("pointerup", end);
        strip.removeEventListener("pointercancel", end);
        for (const one of strip.children) one.style.transform = "";
        node.classList.remove("dragged");
        if (!isDragging) return;
        swallowClick(strip);
        if (event.type === "pointerup" && to !== from) {
            store.change("tab moved", (state) => moveTab(state, key, to));
        }
    }

    strip.addEventListener("pointermove", move);
    strip.addEventListener("pointerup", end);
    strip.addEventListener("pointercancel", end);
}

/** The click that ends a drag is none. */
function swallowClick(strip) {
    const swallow = (event) => event.stopPropagation();
    strip.addEventListener("click", swallow, {capture: true});
    setTimeout(() => strip.removeEventListener("click", swallow, {capture: true}), 0);
}
