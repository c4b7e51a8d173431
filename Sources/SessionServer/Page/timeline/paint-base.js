// Paints what seldom changes: the histogram, the lanes with their shapes, forks, merges, times.

import {countsBySort, looks, sortOfRow, sorts} from "./kinds.js";
import {laneStrip, rowAt, shapeSize, sizes} from "./geometry.js";
import {columns} from "./bins.js";
import {place} from "./scale.js";
import {shapes} from "./shapes.js";

/** How much is left of what the filter does not fit. */
const faded = 0.22;
/** How strongly sorts are drawn in density, and how high one is at least: what is rare is seen. */
const strength = {call: 0.55, result: 0.4, setting: 0.3, note: 0.2, other: 0.12, answer: 0.5};
const least = {prompt: 2.5, error: 3, file: 2, merge: 3};

export function paintBase(context, scene) {
    paintHistogram(context, scene);
    const {top, bottom} = laneStrip(scene.height);
    context.save();
    context.beginPath();
    // Flags stand above their lane, into the histogram.
    context.rect(-sizes.edge, top - 9, scene.width + 2 * sizes.edge, bottom - top + 9);
    context.clip();
    for (const lane of scene.lanes) if (isSeen(scene, lane)) paintLine(context, scene, lane);
    for (const curve of scene.curves) paintCurve(context, scene, curve);
    for (const lane of scene.lanes) if (isSeen(scene, lane)) paintEvents(context, scene, lane);
    for (const tag of scene.tags) paintTag(context, scene, tag);
    context.restore();
    paintTimes(context, scene);
}

function isSeen(scene, lane) {
    if (lane.row === undefined) return false;
    const y = rowAt(lane.row, scene.scroll);
    return y > -sizes.lane && y < scene.height + sizes.lane;
}

/** Where a revision stands across. */
export function at(scene, revision) {
    return place(scene.view, scene.width, revision);
}

// Histogram

function paintHistogram(context, scene) {
    const {colours, histogram, measure} = scene;
    if (!histogram) return;
    const bottom = sizes.histogram - 2;
    const highest = bottom - 5;
    context.fillStyle = colours.bar;
    for (const {from, through, height} of columns(histogram, measure)) {
        if (height === 0) continue;
        const left = at(scene, from - 0.5);
        const right = at(scene, through + 0.5);
        if (right < 0 || left > scene.width) continue;
        const gap = right - left > 4 ? 1.5 : 0;
        const tall = Math.max(height * highest, 1);
        context.fillRect(left + gap / 2, bottom - tall, Math.max(right - left - gap, 0.75), tall);
    }
}

// Lanes

function paintLine(context, scene, lane) {
    const y = rowAt(lane.row, scene.scroll);
    const isCurrent = lane.name === scene.moment.branch;
    context.strokeStyle = scene.colours.line;
    context.lineWidth = isCurrent ? 1.5 : 1;
    context.beginPath();
    context.moveTo(Math.max(at(scene, lane.first), 0), y);
    context.lineTo(Math.min(at(scene, lane.head), scene.width), y);
    context.stroke();
}

function paintEvents(context, scene, lane) {
    const pitch = scene.width / (scene.view.through - scene.view.from);
    const size = shapeSize(pitch);
    if (size !== undefined) paintShapes(context, scene, lane, size);
    else paintDensity(context, scene, lane);
}

function paintShapes(context, scene, lane, size) {
    const y = rowAt(lane.row, scene.scroll);
    const first = Math.max(Math.floor(scene.view.from), lane.first);
    const last = Math.min(Math.ceil(scene.view.through), lane.head);
    for (let revision = first; revision <= last; revision += 1) {
        const row = scene.row(lane.name, revision);
        const look = looks[row ? sortOfRow(row) : "other"];
        const colour = scene.colours[look.colour];
        context.globalAlpha = row && !scene.fits(row) ? faded : 1;
        context.fillStyle = context.strokeStyle = colour;
        context.lineWidth = size < 8 ? 1.25 : 1.6;
        shapes[look.shape](context, at(scene, revision), y, size, scene.colours.paper);
    }
    context.globalAlpha = 1;
}

function paintDensity(context, scene, lane) {
    const y = rowAt(lane.row, scene.scroll);
    const tall = sizes.lane - 10;
    for (const bin of scene.bins(lane.name) ?? []) {
        const from = Math.max(bin.from, lane.first);
        const left = at(scene, from - 0.5);
        const right = at(scene, bin.through + 0.5);
        if (from > bin.through || right < 0 || left > scene.width) continue;
        const width = Math.max(right - left - (right - left > 3 ? 1 : 0), 1);
        paintStack(context, scene, bin, {left, width, bottom: y + tall / 2, tall});
    }
}

/** A bin's sorts on top of each other, as high as their shares of all that is in it. */
function paintStack(context, scene, bin, {left, width, bottom, tall}) {
    const counts = bin.kinds ? countsBySort(bin.kinds, bin.failures) : {other: bin.count};
    const whole = Math.max(bin.through - bin.from + 1, 1);
    let y = bottom;
    for (const sort of sorts) {
        if (!counts[sort]) continue;
        const part = Math.max(counts[sort] / whole * tall, least[sort] ?? 0);
        context.fillStyle = scene.colours[looks[sort].colour];
        context.globalAlpha = strength[sort] ?? 1;
        context.fillRect(left, y - part, width, part);
        y -= part;
    }
    context.globalAlpha = 1;
}

// Forks, merges, tags

function paintCurve(context, scene, {sort, from, to}) {
    const [x, y] = [at(scene, from.revision), rowAt(from.row, scene.scroll)];
    const [endX, endY] = [at(scene, to.revision), rowAt(to.row, scene.scroll)];
    if (Math.max(x, endX) < -40 || Math.min(x, endX) > scene.width + 40) return;
    const isMerge = sort === "merge";
    const bend = Math.min(Math.abs(endY - y) * 1.2, 58);
    context.strokeStyle = isMerge ? scene.colours.violet : scene.colours.line;
    context.lineWidth = isMerge ? 1.6 : 1.2;
    context.beginPath();
    context.moveTo(x, y);
    if (isMerge) {
        const knee = Math.max(endX - bend, x);
        context.lineTo(knee, y);
        const middle = (knee + endX) / 2;
        context.bezierCurveTo(middle, y, middle, endY, endX, endY);
    } else {
        const knee = x + Math.max(Math.min(bend, endX - x), 6);
        const middle = (x + knee) / 2;
        context.bezierCurveTo(middle, y, middle, endY, knee, endY);
        context.lineTo(Math.max(endX, knee), endY);
    }
    context.stroke();
}

function paintTag(context, scene, {name, row, revision}) {
    const x = at(scene, revision);
    if (x < -20 || x > scene.width + 20) return;
    const y = rowAt(row, scene.scroll) - 5;
    context.fillStyle = scene.colours.accent;
    shapes.flag(context, x, y, 9);
    const room = scene.width - x;
    if (room < 60 || !scene.isClose) return;
    context.fillStyle = scene.colours.faint;
    context.font = `10px ${scene.font}`;
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.fillText(name.length > 18 ? `${name.slice(0, 17)}…` : name, x + 9, y - 5);
}

// Times

function paintTimes(context, scene) {
    context.fillStyle = scene.colours.faint;
    context.font = `11px ${scene.font}`;
    context.textBaseline = "alphabetic";
    const ticks = scene.ticks();
    ticks.forEach(({x, label}, index) => {
        const isLast = index === ticks.length - 1 && x > scene.width - 60;
        context.textAlign = isLast ? "right" : "left";
        context.fillText(label, isLast ? scene.width - 4 : Math.max(x, 2), scene.height - 5);
    });
}
