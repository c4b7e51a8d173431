// The board as a slider: the moment in numbers and words, for those who hear it.

import {momentText} from "../app/address.js";
import {saying} from "./listing.js";

/** @param {HTMLElement} node the board */
export function createSlider(node, {store, model, sight}) {
    const attributes = {role: "slider", tabindex: "0", "aria-label": "Moment",
        "aria-orientation": "horizontal", "aria-valuemin": "1"};
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);

    function draw() {
        const {moment} = store.state;
        const lane = model.laneOf(moment);
        const row = lane && sight.row(lane.name, moment.revision);
        node.setAttribute("aria-valuemax", String(model.head));
        node.setAttribute("aria-valuenow", String(moment.revision));
        node.setAttribute("aria-valuetext",
            row ? saying(row, moment.branch) : momentText(moment));
    }

    return {draw};
}
