// The timeline's pure parts: lanes, scale, bins, ticks, kinds, shapes, pace.

import assert from "node:assert/strict";
import {test} from "node:test";

import {binCount, binOf, columns, windowOf} from
    "../../Sources/SessionServer/Page/timeline/bins.js";
import {countsBySort, looks, sortOfRow, sorts} from
    "../../Sources/SessionServer/Page/timeline/kinds.js";
import {byName, curves, layOut, lastRevision, ownerOf, rowCount} from
    "../../Sources/SessionServer/Page/timeline/lanes.js";
import {faster, pause, speeds} from "../../Sources/SessionServer/Page/timeline/pace.js";
import {grow, pan, pitch, place, reveal, revisionAt, revisionsIn, whole, zoom} from
    "../../Sources/SessionServer/Page/timeline/scale.js";
import {shapes} from "../../Sources/SessionServer/Page/timeline/shapes.js";
import {ticks} from "../../Sources/SessionServer/Page/timeline/ticks.js";

const branches = [
    {name: "agent-7", head: 61, fork: {branch: "main", revision: 54}, archived: false},
    {name: "main", head: 70, archived: false},
    {name: "late", head: 90, fork: {branch: "idea", revision: 50}, archived: true},
    {name: "idea", head: 67, fork: {branch: "main", revision: 40}, archived: false},
];
const merges = [{branch: "main", revision: 68, theirs: {branch: "idea", revision: 67}}];

test("lanes stand in the order of their forks, main first", () => {
    const lanes = layOut(branches, merges);
    assert.deepEqual(lanes.map((lane) => [lane.name, lane.row, lane.first]), [
        ["main", 0, 1], ["idea", 1, 41], ["late", 2, 51], ["agent-7", 3, 55],
    ]);
    assert.equal(lanes[3].subagent, true);
    assert.equal(lanes[1].merged.revision, 68);
    assert.equal(lastRevision(lanes), 90);
});

test("main is the first lane with its whole line, whoever began it", () => {
    const rewound = [
        {name: "rewound-1", head: 36}, {name: "main", head: 77,
            fork: {branch: "rewound-1", revision: 30}},
        {name: "early", head: 25, fork: {branch: "rewound-1", revision: 20}},
        {name: "off", head: 40, fork: {branch: "rewound-1", revision: 34}},
    ];
    const lanes = layOut(rewound);
    assert.deepEqual(lanes.map((lane) => [lane.name, lane.first, lane.fork]), [
        ["main", 1, undefined], ["early", 21, {branch: "main", revision: 20}],
        ["rewound-1", 31, {branch: "main", revision: 30}],
        ["off", 35, {branch: "rewound-1", revision: 34}],
    ]);
    assert.equal(ownerOf(byName(lanes), "off", 12).name, "main");
});

test("what is folded away takes no row, unless the moment is on it", () => {
    const isFolded = (lane) => lane.archived || lane.subagent;
    assert.equal(rowCount(layOut(branches, [], {isFolded})), 2);
    const kept = layOut(branches, [], {isFolded, keep: "agent-7"});
    assert.deepEqual(kept.filter((lane) => lane.row !== undefined).map((lane) => lane.name),
        ["main", "idea", "agent-7"]);
});

test("an event before a fork is its ancestor's", () => {
    const names = byName(layOut(branches));
    assert.equal(ownerOf(names, "late", 51).name, "late");
    assert.equal(ownerOf(names, "late", 50).name, "idea");
    assert.equal(ownerOf(names, "late", 40).name, "main");
    assert.equal(ownerOf(names, "gone", 1), undefined);
});

test("curves lead from each fork's parent and to each merge", () => {
    const found = curves(layOut(branches, merges), merges);
    assert.deepEqual(found.map((curve) =>
        [curve.sort, curve.lane, curve.from.row, curve.from.revision, curve.to.row,
            curve.to.revision]), [
        ["fork", "idea", 0, 40, 1, 41], ["fork", "late", 1, 50, 2, 51],
        ["fork", "agent-7", 0, 54, 3, 55], ["merge", "idea", 1, 67, 0, 68],
    ]);
});

test("zooming keeps what is under the pointer where it is", () => {
    for (const [x, factor] of [[0, 2], [300, 3], [512, 0.5], [999, 8]]) {
        const view = {from: 2000, through: 4000};
        const nearer = zoom(view, 1000, 100_000, x, factor);
        assert.ok(Math.abs(revisionAt(view, 1000, x) - revisionAt(nearer, 1000, x)) < 1e-6);
        assert.ok(Math.abs((nearer.through - nearer.from) * factor - 2000) < 1e-6);
    }
});

test("a view never shows what is not there", () => {
    assert.deepEqual(zoom(whole(50), 1000, 50, 400, 0.01), whole(50));
    assert.deepEqual(pan({from: 10.5, through: 20.5}, 100, 30, -1e9),
        {from: 0.5, through: 10.5});
    assert.deepEqual(pan({from: 10.5, through: 20.5}, 100, 30, 1e9),
        {from: 20.5, through: 30.5});
    assert.ok(pitch(zoom(whole(1e6), 1000, 1e6, 500, 1e12), 1000) <= 48 + 1e-9);
});

test("places and revisions are each other's inverse", () => {
    const view = {from: 100.5, through: 350.5};
    for (const revision of [101, 200.25, 350]) {
        const back = revisionAt(view, 777, place(view, 777, revision));
        assert.ok(Math.abs(back - revision) < 1e-9);
    }
    assert.deepEqual(revisionsIn(view, 1000), {from: 100, through: 351});
});

test("what is travelled to comes into sight, and nothing moves where it is already", () => {
    const view = {from: 100, through: 200};
    assert.equal(reveal(view, 1000, 150), view);
    assert.ok(reveal(view, 1000, 500).through > 500);
    assert.ok(reveal(view, 1000, 20).from < 20);
    assert.deepEqual(reveal(view, 1000, 1), {from: 0.5, through: 100.5});
});

test("a line that grows stays in sight where its end was", () => {
    assert.deepEqual(grow(whole(70), 70, 75), whole(75));
    assert.deepEqual(grow({from: 50.5, through: 70.5}, 70, 75), {from: 55.5, through: 75.5});
    assert.deepEqual(grow({from: 10.5, through: 30.5}, 70, 75), {from: 10.5, through: 30.5});
});

test("columns are as high as the root of their share", () => {
    const bins = [{from: 1, through: 2, count: 2, tokens: 400}, {from: 3, through: 4, count: 2,
        tokens: 100}, {from: 5, through: 5, count: 0}];
    assert.deepEqual(columns(bins, "tokens").map((column) => column.height), [1, 0.5, 0]);
    assert.deepEqual(columns(bins, "events").map((column) => column.value), [2, 2, 0]);
    const at = (seconds) => new Date(seconds * 1000).toISOString();
    const timed = [{since: at(0), until: at(4)}, {since: at(5), until: at(5)},
        {since: at(90_000), until: at(90_001)}, {count: 0}];
    assert.deepEqual(columns(timed, "time").map((column) => column.value),
        [4000, 1000, 601_000, 0]);
});

test("windows lie on a grid, hold what is seen, and end with the line", () => {
    for (const [from, through, last] of [[1, 70, 70], [130, 180, 200], [5_000, 90_000, 100_000]]) {
        const window = windowOf(from, through, last);
        assert.ok(window.from <= from && window.through >= Math.min(through, last));
        assert.ok(window.through <= last);
    }
    assert.deepEqual(windowOf(1000, 1100, 1e6), windowOf(1001, 1101, 1e6));
    assert.equal(binCount(700, 1e6), 100);
    assert.equal(binCount(700, 12), 12);
});

test("the bin of a revision is found", () => {
    const bins = [{from: 1, through: 10}, {from: 11, through: 20}, {from: 21, through: 25}];
    assert.equal(binOf(bins, 20), bins[1]);
    assert.equal(binOf(bins, 25), bins[2]);
    assert.equal(binOf(bins, 26), undefined);
});

test("times are said once, as finely as needed, with the day where it is another", () => {
    const options = {locale: "en-GB", timeZone: "UTC", apart: 100};
    const at = (step) => (x) =>
        new Date(Date.UTC(2026, 2, 14, 9, 31) + Math.floor(x / 100) * step).toISOString();
    const labels = (step) => ticks(300, at(step), options).map((tick) => tick.label);
    assert.deepEqual(labels(10_000), ["14 Mar 09:31:00", "09:31:10", "09:31:20"]);
    assert.deepEqual(labels(3_600_000), ["14 Mar 09:31", "10:31", "11:31"]);
    assert.deepEqual(labels(86_400_000), ["14 Mar 09:31", "15 Mar 09:31", "16 Mar 09:31"]);
    assert.equal(labels(0).length, 1);
    assert.deepEqual(ticks(300, () => undefined, options), []);
});

test("what failed is an error, whatever it was", () => {
    const result = {kind: "tool.returned", text: "(error) no such file"};
    assert.equal(sortOfRow(result), "error");
    assert.equal(sortOfRow({...result, text: "fine"}), "result");
    assert.equal(sortOfRow({...result, text: "fine", failed: true}), "error");
    assert.deepEqual(
        countsBySort({"tool.returned": 5, "response.failed": 1, "prompt.submitted": 2}, 3),
        {result: 3, error: 3, prompt: 2});
});

test("each sort has a shape of its own, which draws", () => {
    const names = sorts.map((sort) => looks[sort].shape);
    assert.equal(new Set(names).size, sorts.length);
    for (const name of [...names, "flag"]) {
        const calls = [];
        const context = new Proxy({}, {
            get: (target, member) => target[member] ?? (() => calls.push(member)),
        });
        shapes[name](context, 10, 10, 12, "white");
        assert.ok(calls.some((call) => /^(fill|stroke|fillRect)$/.test(call)), name);
    }
});

test("play waits as long as it took, but for no night, and never too short to be seen", () => {
    const at = (seconds) => new Date(seconds * 1000).toISOString();
    assert.equal(pause(at(0), at(1), 2), 500);
    assert.equal(pause(at(0), at(9999), 1), 2000);
    assert.equal(pause(at(5), at(1), 1), 30);
    assert.equal(faster(speeds.at(-1)), speeds[0]);
});
