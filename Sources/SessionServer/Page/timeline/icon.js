// A sort's shape by itself, as the timeline draws it: for chips and lists.

import {el} from "../dom/el.js";
import {readColours} from "./colours.js";
import {looks} from "./kinds.js";
import {shapes} from "./shapes.js";

/** Twice as many points as it is wide, so that it is sharp on most screens. */
const [wide, sharp] = [14, 2];

/** @param {string} sort one of kinds.js */
export function shapeIcon(sort) {
    const canvas = el("canvas.shape-icon", {width: wide * sharp, height: wide * sharp,
        "aria-hidden": "true"});
    const context = canvas.getContext("2d");
    context.scale(sharp, sharp);
    context.fillStyle = context.strokeStyle = readColours(document.body)[looks[sort].colour];
    context.lineWidth = 1.6;
    shapes[looks[sort].shape](context, wide / 2, wide / 2, 11, "transparent");
    return canvas;
}
