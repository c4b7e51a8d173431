// Paints what moves: the chosen moment, what is under the pointer, the range, what was found.

import {laneStrip, rowAt, shapeSize, sizes} from "./geometry.js";
import {looks, sortOfRow} from "./kinds.js";
import {at} from "./paint-base.js";
import {pitch} from "./scale.js";
import {shapes} from "./shapes.js";

export function paintOver(context, scene) {
    paintRange(context, scene);
    paintLater(context, scene);
    paintMarks(context, scene);
    paintMoment(context, scene);
    paintHover(context, scene);
}

/** What lies after the moment is dimmed, never hidden. */
function paintLater(context, scene) {
    const x = at(scene, scene.moment.revision + 0.5);
    if (scene.moment.isNow || x >= scene.width) return;
    context.fillStyle = scene.colours.paper;
    context.globalAlpha = 0.5;
    const left = Math.max(x, -sizes.edge);
    const wide = scene.width + sizes.edge - left;
    context.fillRect(left, 0, wide, sizes.histogram);
    context.globalAlpha = 0.28;
    const {top, bottom} = laneStrip(scene.height);
    context.fillRect(left, top, wide, bottom - top);
    context.globalAlpha = 1;
}

function paintRange(context, scene) {
    if (!scene.range) return;
    const left = at(scene, scene.range.from - 0.5);
    const right = at(scene, scene.range.to + 0.5);
    const bottom = scene.height - sizes.axis;
    context.fillStyle = scene.colours.accent;
    context.globalAlpha = 0.14;
    context.fillRect(left, 0, right - left, bottom);
    context.globalAlpha = 0.8;
    context.fillRect(left, 0, 1, bottom);
    context.fillRect(right - 1, 0, 1, bottom);
    context.globalAlpha = 1;
}

/** What find found: a tick above its event. */
function paintMarks(context, scene) {
    context.fillStyle = scene.colours.amber;
    let last = -1;
    for (const {row, revision} of scene.marks) {
        const x = Math.round(at(scene, revision));
        if (x < 0 || x > scene.width) continue;
        const y = rowAt(row, scene.scroll);
        const key = x * 1000 + row;
        if (key === last) continue;
        last = key;
        context.fillRect(x - 1, y - sizes.lane / 2, 2.5, 5);
    }
}

/** The line, and the row it is at: seen under every filter. */
function paintMoment(context, scene) {
    const {colours, moment} = scene;
    const x = Math.round(at(scene, moment.revision)) + 0.5;
    if (x < -10 || x > scene.width + 10) return;
    context.strokeStyle = context.fillStyle = colours.accent;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x, 4);
    context.lineTo(x, scene.height - sizes.axis);
    context.stroke();
    context.beginPath();
    context.moveTo(x - 5.5, 0);
    context.lineTo(x + 5.5, 0);
    context.lineTo(x, 7.5);
    context.fill();
    const lane = scene.laneOf(moment);
    if (lane?.row === undefined) return;
    const y = rowAt(lane.row, scene.scroll);
    const {top, bottom} = laneStrip(scene.height);
    if (y < top || y > bottom) return;
    paintEvent(context, scene, lane, moment.revision, y);
    context.strokeStyle = colours.accent;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x - 0.5, y, 9, 0, 2 * Math.PI);
    context.stroke();
}

/** The event at full size, on paper. */
function paintEvent(context, scene, lane, revision, y) {
    const row = scene.row(lane.name, revision);
    const size = Math.max(shapeSize(pitch(scene.view, scene.width)) ?? 0, 10);
    const x = at(scene, revision);
    context.fillStyle = scene.colours.paper;
    context.beginPath();
    context.arc(x, y, 9, 0, 2 * Math.PI);
    context.fill();
    if (!row) return;
    const look = looks[sortOfRow(row)];
    context.fillStyle = context.strokeStyle = scene.colours[look.colour];
    context.lineWidth = 1.6;
    shapes[look.shape](context, x, y, size, scene.colours.paper);
}

function paintHover(context, scene) {
    if (!scene.hover) return;
    const x = at(scene, scene.hover.revision);
    context.strokeStyle = scene.colours.faint;
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(Math.round(x) + 0.5, 0);
    context.lineTo(Math.round(x) + 0.5, scene.height - sizes.axis);
    context.stroke();
    context.setLineDash([]);
    if (scene.hover.row === undefined) return;
    context.beginPath();
    context.arc(x, rowAt(scene.hover.row, scene.scroll), 8, 0, 2 * Math.PI);
    context.stroke();
}
