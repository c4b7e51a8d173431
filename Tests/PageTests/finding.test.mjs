// Find, filters, and answers that come as streams: their pure parts.

import assert from "node:assert/strict";
import {test} from "node:test";

import {describe, fits, isOpen, queryOf, toggle, toggleSort} from
    "../../Sources/SessionServer/Page/find/filter.js";
import {inOrder, numberAt, step} from "../../Sources/SessionServer/Page/find/walk.js";
import {answersOn, withEvent} from "../../Sources/SessionServer/Page/live/pieces.js";

const open = {kinds: [], actors: [], tools: [], errors: false, text: "", since: null, until: null};
const call = {kind: "tool.called", actor: "model:m1", text: "Edit reader.py", revision: 3,
    occurredAt: "2026-03-14T09:35:00.000Z"};
const result = {kind: "tool.returned", actor: "tool:Edit", text: "(error) not found", revision: 4,
    occurredAt: "2026-03-14T09:36:00.000Z"};

test("filters combine: each has to fit", () => {
    assert.ok(isOpen(open));
    assert.ok(fits(call, open));
    const tools = toggleSort(toggleSort(open, "call"), "result");
    assert.ok(fits(call, tools) && fits(result, tools));
    const failed = {...tools, errors: true};
    assert.ok(!fits(call, failed) && fits(result, failed));
    assert.ok(!fits(result, {...failed, tools: ["Bash"]}));
    assert.ok(fits(result, {...failed, tools: ["Bash", "Edit"]}));
    assert.ok(fits(call, {...open, actors: ["model:*"]}));
    assert.ok(!fits(call, {...open, since: "2026-03-14T09:35:30.000Z"}));
    assert.ok(fits(call, {...open, until: "2026-03-14T09:35:30.000Z"}));
});

test("a sort is chosen with all its kinds, and taken out with them", () => {
    const chosen = toggleSort(open, "setting");
    assert.ok(chosen.kinds.includes("title.changed") && chosen.kinds.length === 5);
    assert.deepEqual(toggleSort(chosen, "setting"), open);
    assert.deepEqual(toggle(toggle(open, "tools", "Bash"), "tools", "Bash"), open);
});

test("a filter says itself, to people and to the server", () => {
    const filter = {...toggleSort(open, "prompt"), tools: ["Edit"], errors: true};
    assert.equal(describe(open), "all kinds");
    assert.equal(describe(filter), "prompts, Edit, errors");
    assert.equal(describe({...filter, actors: ["user:ana"]}), "prompts, Edit +2");
    assert.deepEqual(queryOf(filter), {
        kind: ["prompt.submitted"], actor: [], tool: ["Edit"], failures: true, since: undefined,
        until: undefined,
    });
});

test("find goes over all lanes, around the end, and says which one it is at", () => {
    const branches = ["main", "idea"];
    const {places, total} = inOrder([
        {branch: "main", revisions: [3, 9], count: 2}, {branch: "idea", revisions: [5], count: 40},
    ]);
    assert.equal(total, 42);
    const go = (branch, revision, direction) =>
        step(places, branches, {branch, revision}, direction);
    assert.deepEqual([go("main", 1, 1), go("main", 3, 1), go("main", 9, 1), go("idea", 5, 1)],
        [0, 1, 2, 0]);
    assert.deepEqual([go("main", 3, -1), go("main", 4, -1), go("idea", 9, -1)], [2, 0, 2]);
    assert.equal(numberAt(places, branches, {branch: "idea", revision: 5}), 3);
    assert.equal(numberAt(places, branches, {branch: "main", revision: 5}), 0);
    assert.equal(step([], branches, {branch: "main", revision: 1}, 1), -1);
});

test("pieces become one answer, in their order and once each, until it is there", () => {
    const piece = (number, text) => ({type: "response.streamed", eventid: `a/b/${number}`,
        branch: "main", sequence: String(number + 5), actor: "model:m1", data: {text}});
    let answers = {};
    for (const event of [piece(2, "lo "), piece(1, "Hel"), piece(2, "lo "), piece(3, "you")]) {
        answers = withEvent(answers, event);
    }
    assert.deepEqual(answersOn(answers, "main").map((answer) => answer.text), ["Hello you"]);
    assert.deepEqual(answersOn(answers, "idea"), []);
    const same = withEvent(answers, {type: "response.received", eventid: "other"});
    assert.equal(same, answers);
    assert.deepEqual(withEvent(answers, {type: "response.received", eventid: "a/b"}), {});
});
