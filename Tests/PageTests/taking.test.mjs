// Comparing, merging, exporting, erasing: what is computed before anything is asked or shown.

import assert from "node:assert/strict";
import {test} from "node:test";
import {commonRevision, differing, differingFiles, firstDivergence, lineTo, usageRows}
    from "../../Sources/SessionServer/Page/compare/common.js";
import {mergeTexts} from "../../Sources/SessionServer/Page/text/merge.js";
import {beginning} from "../../Sources/SessionServer/Page/merge/merge-sheet.js";
import {knownMoments} from "../../Sources/SessionServer/Page/overlay/moment-field.js";
import {exportCommand, formatsOf, formatWords, quoted, resumeCommand, takesRange}
    from "../../Sources/SessionServer/Page/export/command-line.js";
import {exportQuery} from "../../Sources/SessionServer/Page/export/export-sheet.js";
import {redactionOf} from "../../Sources/SessionServer/Page/export/redact.js";

const branches = [
    {name: "main", head: 70}, {name: "idea", head: 80, fork: {branch: "main", revision: 50}},
    {name: "deep", head: 90, fork: {branch: "idea", revision: 60}},
];

test("two moments share the line up to where they part", () => {
    const common = (one, other) => commonRevision(branches,
        {branch: one[0], revision: one[1]}, {branch: other[0], revision: other[1]});
    assert.equal(common(["main", 60], ["main", 70]), 60);
    assert.equal(common(["main", 70], ["idea", 80]), 50);
    assert.equal(common(["main", 40], ["idea", 80]), 40);
    assert.equal(common(["deep", 90], ["idea", 80]), 60);
    assert.equal(common(["deep", 55], ["idea", 80]), 55);
    assert.deepEqual(lineTo(branches, {branch: "deep", revision: 90}).map((part) => part.revision),
        [90, 60, 50]);
});

test("settings that differ are told, also those that one side has not", () => {
    const setting = (subject, value) => ({subject, value});
    const [before, after] = [[setting("a", 1), setting("b", 2)],
        [setting("a", 1), setting("c", 3)]];
    assert.deepEqual(differing(before, after), [{subject: "b", old: 2, new: undefined},
        {subject: "c", old: undefined, new: 3}]);
});

test("files of the same revision before the parting are the same", () => {
    const file = (path, revision) => ({path, revision});
    assert.deepEqual(differingFiles([file("a", 5), file("b", 60), file("c", 7)],
        [file("a", 5), file("b", 60), file("d", 61)], 50),
    [{path: "b", change: "changed"}, {path: "c", change: "removed"}, {path: "d", change: "added"}]);
});

test("two sessions part where they say something else", () => {
    const rows = (...texts) => texts.map((text) => ({kind: "prompt.submitted", text}));
    assert.equal(firstDivergence(rows("a", "b", "c"), rows("a", "b", "d")), 2);
    assert.equal(firstDivergence(rows("a"), rows("a", "b")), 1);
    assert.equal(firstDivergence(rows("x"), rows("y")), 0);
});

test("usage is told side by side with its difference", () => {
    const preview = (prompts, total) => ({prompts, responses: 0, toolCalls: 0, fileChanges: 0,
        tokens: {total, input: 0, output: 0, cacheRead: 0, cacheCreation: 0}});
    const rows = usageRows(preview(1, 10), preview(3, 4));
    assert.deepEqual(rows[0], {title: "Prompts", from: 1, to: 3, difference: 2});
    assert.equal(rows.find((row) => row.title === "Tokens").difference, -6);
});

test("changes of both sides that do not touch are merged", () => {
    assert.deepEqual(mergeTexts("a\nb\nc\nd\ne\n", "A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n"),
        {text: "A\nb\nc\nd\nE\n", conflicts: 0});
    assert.deepEqual(mergeTexts("a\nb\n", "a\nb\n", "a\nb\nc\n"),
        {text: "a\nb\nc\n", conflicts: 0});
    assert.deepEqual(mergeTexts("a\nb\n", "a\nX\n", "a\nX\n"), {text: "a\nX\n", conflicts: 0});
});

test("what both changed stands between marks", () => {
    assert.deepEqual(mergeTexts("a\nb\nc\n", "a\nours\nc\n", "a\ntheirs\nc\n"), {
        text: "a\n<<<<<<< ours\nours\n=======\ntheirs\n>>>>>>> theirs\nc\n", conflicts: 1,
    });
    assert.equal(mergeTexts("a\n", "b\n", "").conflicts, 1);
});

test("a merge in which one side changed nothing is the other side", () => {
    let seed = 11;
    const random = (most) => (seed = (seed * 16807) % 2147483647) % most;
    for (let round = 0; round < 300; round += 1) {
        const text = () => Array.from({length: random(9)}, () => "abc"[random(3)] + "\n").join("");
        const [base, side] = [text(), text()];
        for (const [ours, theirs] of [[side, base], [base, side], [side, side]]) {
            assert.deepEqual(mergeTexts(base, ours, theirs), {text: side, conflicts: 0},
                `round ${round}`);
        }
    }
});

test("a merge begins with the last branch that is no subagent's", () => {
    const state = {
        branches: [...branches, {name: "agent-1", head: 3}],
        moment: {branch: "main", revision: 70},
    };
    assert.deepEqual(beginning(state, {}), {theirs: "deep", into: "main"});
    const chosen = {theirs: "idea", into: "deep"};
    assert.deepEqual(beginning(state, chosen), chosen);
});

test("moments that can be chosen are each there once", () => {
    const moment = {branch: "main", revision: 7};
    const state = {branches, tags: [{name: "main"}, {name: "v1"}], moment};
    assert.deepEqual(knownMoments(state),
        ["main@7", "main", "idea", "deep", "v1", "main~1", "main~2"]);
});

test("a command reads as a shell takes it, whatever a name holds", () => {
    assert.equal(quoted("a b.session"), "'a b.session'");
    assert.equal(quoted("it's"), "'it'\\''s'");
    assert.equal(quoted("-rf"), "'-rf'");
    assert.equal(quoted("$(reboot)"), "'$(reboot)'");
    assert.equal(resumeCommand("x.session", "main@61", "codex"),
        "session resume x.session main@61 --with codex");
    assert.equal(exportCommand("x.session", "main@61", "claude-code", "/home/ana/x.y"),
        "session export x.session main@61 --format claude-code "
            + "-o ~/.claude/projects/-home-ana-x-y/");
});

test("formats and ranges are offered as the server describes them", () => {
    const description = "paths:\n  /api/sessions/{session}/export:\n    get:\n      parameters:\n"
        + "        - {$ref: \"#/components/parameters/FormatOut\"}\n  /api/imports:\n"
        + "components:\n  parameters:\n    FormatOut:\n      name: format\n"
        + "      schema: {type: string, enum: [session, markdown, html], default: session}\n"
        + "    FormatIn:\n      schema: {enum: [codex]}\n";
    assert.deepEqual(formatsOf(description), ["session", "markdown", "html"]);
    assert.equal(takesRange(description), false);
    assert.equal(takesRange(description.replace("FormatOut\"}",
        "FormatOut\"}\n        - {$ref: \"#/components/parameters/FromRevision\"}")), true);
    assert.deepEqual(formatsOf(description.replace("enum: [session,", "enum:\n  [session,\n ")),
        ["session", "markdown", "html"]);
    assert.deepEqual(formatsOf(""), ["session"]);
    assert.deepEqual(["pi", "markdown", "new"].map((id) => formatWords(id).isOther),
        [true, false, true]);
    assert.equal(formatWords("new").ending, "txt");
});

test("an export asks for as much as was chosen", () => {
    const what = {moment: {branch: "main", revision: 61}, from: 10, to: 20};
    assert.deepEqual(exportQuery({format: "session", extent: "range"}, what), {format: "session"});
    assert.deepEqual(exportQuery({format: "markdown", extent: "moment"}, what),
        {format: "markdown", at: "main@61"});
    assert.deepEqual(exportQuery({format: "markdown", extent: "range"}, what),
        {format: "markdown", from: 10, at: "main@20"});
});

test("a redaction names a text or moments, and nothing that was not said", () => {
    assert.deepEqual(redactionOf({reason: "r", authority: "", text: "", moments: ["main@3"],
        everywhere: false}), {reason: "r", moments: ["main@3"]});
    assert.deepEqual(redactionOf({reason: "r", authority: "ana", text: "key", moments: [],
        everywhere: true}), {reason: "r", text: "key", authority: "ana", everywhere: true});
});
