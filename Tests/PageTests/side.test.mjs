// Files, contexts, usage and audits as values.

import assert from "node:assert/strict";
import {test} from "node:test";
import {changesOf, seenRows, treeOf} from "../../Sources/SessionServer/Page/side/tree.js";
import {keptMessages, roleOf, stackOf, stepBefore}
    from "../../Sources/SessionServer/Page/side/seen.js";
import {byDay, byModel, byTool, minus, plus, samples, steps}
    from "../../Sources/SessionServer/Page/side/usage-sums.js";
import {csvOf, placeOf, rowOf, sorted, wordOf}
    from "../../Sources/SessionServer/Page/side/audit-rows.js";
import {queryOf} from "../../Sources/SessionServer/Page/side/audit-filter.js";
import {sealWords} from "../../Sources/SessionServer/Page/side/chain.js";
import {niceTop} from "../../Sources/SessionServer/Page/side/charts.js";
import {fileName} from "../../Sources/SessionServer/Page/side/download.js";

const outline = (paths, closed = []) =>
    seenRows(treeOf(paths.map((path) => ({path}))), new Set(closed))
        .map(({node, depth}) => "  ".repeat(depth) + node.name + (node.children ? "/" : ""));

test("paths become a tree; folders that hold one folder alone are one row", () => {
    const paths = ["README.md", "src/a.py", "src/b.py"].map((path) => `/home/ana/x/${path}`);
    assert.deepEqual(outline(paths),
        ["home/ana/x/", "  README.md", "  src/", "    a.py", "    b.py"]);
    assert.deepEqual(outline(["a.txt", "b/c.txt"]), ["a.txt", "b/", "  c.txt"]);
});

test("what is in a closed folder is not seen", () => {
    assert.deepEqual(outline(["/a/b/c.py", "/a/d.py"], ["/a/b"]), ["a/", "  d.py", "  b/"]);
});

test("files that came, changed and went are told apart", () => {
    const before = [{path: "a", revision: 1}, {path: "b", revision: 2}, {path: "c", revision: 3}];
    const after = [{path: "a", revision: 1}, {path: "b", revision: 9}, {path: "d", revision: 8},
        {path: "c", revision: 7, removed: true}];
    assert.deepEqual([...changesOf(before, after)],
        [["b", "changed"], ["d", "added"], ["c", "removed"]]);
});

const said = (role, text) => ({role, content: [{type: "text", text}]});

test("a context is a stack, and what was new since the step before is told", () => {
    const before = {system: "Be brief.", messages: [said("user", "Hi"), said("assistant", "Yes")]};
    const after = {
        system: "Be brief.", tools: [{name: "Bash", description: "runs"}],
        messages: [...before.messages, said("user", "Go")],
    };
    const {parts, left, total} = stackOf(after, before);
    assert.deepEqual(parts.map((part) => [part.id, part.items.length]),
        [["system", 1], ["tools", 1], ["earlier", 2], ["new", 1]]);
    assert.equal(left, 0);
    assert.equal(total, parts.reduce((sum, part) => sum + part.tokens, 0));
});

test("markers of a cache do not make a message new, a compaction does", () => {
    const marked = {role: "user", content: [{type: "text", text: "Hi",
        cache_control: {type: "ephemeral"}}]}
    const one = {messages: [marked, said("assistant", "Yes")]};
    assert.deepEqual(keptMessages(one, {messages: [said("user", "Hi"), said("assistant", "Yes")]}),
        {kept: 2, left: 0});
    assert.deepEqual(keptMessages(one, {messages: [said("user", "Summary")]}), {kept: 0, left: 2});
});

test("results of tools are not what the user said", () => {
    assert.equal(roleOf({role: "user", content: [{type: "tool_result", content: "x"}]}), "result");
    assert.equal(roleOf({role: "user", content: "x"}), "user");
});

test("the step before is before all that the model said in one go", () => {
    const row = (revision, kind, actor) => ({revision, kind, actor});
    const rows = [row(5, "prompt.submitted", "user:a"), row(6, "response.received", "model:m"),
        row(7, "tool.called", "model:m"), row(8, "tool.returned", "tool:t")];
    assert.equal(stepBefore(rows, 8), 5);
    assert.equal(stepBefore(rows, 5), null);
});

const tokens = (total) => ({input: 0, output: total, cacheRead: 0, cacheCreation: 0, total});

test("usage is rolled up by model, tool and day", () => {
    const models = [
        {day: "2026-03-14", model: "a", answered: 1, failed: 0, tokens: tokens(5)},
        {day: "2026-03-15", model: "b", answered: 2, failed: 1, tokens: tokens(50)},
        {day: "2026-03-15", model: "a", answered: 3, failed: 0, tokens: tokens(7)},
    ];
    assert.deepEqual(byModel(models).map((one) => [one.model, one.answered, one.tokens.total]),
        [["b", 2, 50], ["a", 4, 12]]);
    assert.deepEqual(byDay(models).map((one) => [one.day, one.requests, one.tokens.total]),
        [["2026-03-14", 1, 5], ["2026-03-15", 6, 57]]);
    assert.deepEqual(byTool([{tool: "Edit", calls: 1}, {tool: "Bash", calls: 2},
        {tool: "Edit", calls: 3}]), [{tool: "Edit", calls: 4}, {tool: "Bash", calls: 2}]);
    assert.equal(plus(tokens(1), tokens(2)).total, 3);
    assert.equal(minus(tokens(1), tokens(2)).total, 0);
});

test("samples end at the head, and steps add up to all of it", () => {
    assert.deepEqual(samples(100, 4), [25, 50, 75, 100]);
    assert.deepEqual(samples(2, 40), [1, 2]);
    const preview = (revision, total, responses) => ({revision, responses, tokens: tokens(total)});
    const parts = steps([preview(25, 10, 1), preview(50, 10, 1), preview(100, 90, 4)]);
    const told = (part) => [part.from, part.revision, part.tokens.total, part.requests];
    assert.deepEqual(parts.map(told), [[1, 25, 10, 1], [26, 50, 0, 0], [51, 100, 80, 3]]);
});

const event = (position, more = {}) => ({
    type: "prompt.submitted", position, sequence: String(position), branch: "main",
    actor: "user:ana", time: `2026-03-14T09:30:0${position}Z`,
    data: {text: `text ${position}`}, ...more,
});

test("events become rows of a table", () => {
    const row = rowOf(event(3));
    assert.equal(placeOf(row), "main@3");
    assert.equal(row.text, "text 3");
    assert.equal(placeOf(rowOf(event(4, {branch: undefined}))), "#4");
    const setting = event(5, {type: "setting.changed", data: {value: {a: 1}}});
    assert.equal(rowOf(setting).text, "{\"a\":1}");
    assert.equal(rowOf(event(6, {erased: true, data: null})).text, "(erased)");
    assert.equal(wordOf("tool.called"), "call");
    assert.equal(wordOf("branch.merged"), "merged");
});

test("every column sorts both ways, and equal rows keep their order", () => {
    const rows = [[2, "b"], [1, "b"], [3, "a"]]
        .map(([position, actor]) => rowOf(event(position, {actor})));
    const places = (order) => sorted(rows, order).map((row) => row.position);
    assert.deepEqual(places({column: "actor", descending: false}), [3, 1, 2]);
    assert.deepEqual(places({column: "actor", descending: true}), [2, 1, 3]);
    assert.deepEqual(places({column: "place", descending: false}), [1, 2, 3]);
});

test("written out, no field breaks out of its place or calculates", () => {
    const rows = [rowOf(event(1, {data: {text: "a \"b\", c"}})),
        rowOf(event(2, {data: {text: "=HYPERLINK(\"http://evil.example\")"}}))];
    const lines = csvOf(rows).split("\r\n");
    assert.equal(lines.length, 4);
    assert.ok(lines[1].endsWith(",\"a \"\"b\"\", c\""));
    assert.ok(lines[2].includes("\"'=HYPERLINK"));
});

test("an audit is asked for what the fields say", () => {
    const query = queryOf({kind: "call", actor: "", text: "x", since: "2026-03-14T09:30:00Z",
        until: "nonsense"});
    assert.deepEqual(query, {kind: "call", actor: undefined, subject: undefined, text: "x",
        since: "2026-03-14T09:30:00.000Z", until: undefined});
});

test("seals are told in words", () => {
    const kinds = [[0, 0, 0, 9], [2, 1, 9, 9], [1, 1, 5, 9], [1, 1, 9, 9]]
        .map(([seals, fitting, covered, events]) =>
            sealWords({seals, fitting, covered, events}).kind);
    assert.deepEqual(kinds, ["none", "bad", "part", "good"]);
});

test("a chart ends at a round number above its greatest value", () => {
    assert.deepEqual([0, 7, 12, 24, 26, 999].map(niceTop), [1, 10, 20, 25, 50, 1000]);
});

test("a title becomes the name of a file", () => {
    assert.equal(fileName("../../etc/passwd: «x»", "md"), "etc-passwd-x.md");
    assert.equal(fileName("", "md"), "session.md");
});
