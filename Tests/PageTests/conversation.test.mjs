// What is told of each event in the conversation, and which card tells it.

import assert from "node:assert/strict";
import {test} from "node:test";
import {messageOf, resultImages, resultText}
    from "../../Sources/SessionServer/Page/conversation/message.js";
import {costOf, detailOf, isFailed, nameOf, Pairing, sortOf, turnAt, turnBounds}
    from "../../Sources/SessionServer/Page/conversation/line.js";
import {describeCall, shortPath} from "../../Sources/SessionServer/Page/conversation/tools.js";
import {answerOf, joined} from "../../Sources/SessionServer/Page/conversation/pieces.js";
import {placesOf, wordsOf} from "../../Sources/SessionServer/Page/conversation/marks.js";
import {isSubagent} from "../../Sources/SessionServer/Page/app/branches.js";
import {forksOf} from "../../Sources/SessionServer/Page/conversation/forks.js";

const claude = (type, content, more = {}) => messageOf({
    type: "response.received", dialect: "claude-code",
    data: {type, message: {role: type, content}, ...more},
});

test("a record of Claude Code is read block by block", () => {
    const message = claude("assistant", [
        {type: "thinking", thinking: "Hm"}, {type: "text", text: "I look."},
        {type: "tool_use", id: "t1", name: "Read", input: {file_path: "/a"}},
        {type: "image", source: {type: "base64", media_type: "image/png", data: "AA=="}},
        {type: "new_kind", x: 1},
    ]);
    assert.deepEqual(message.parts.map((part) => part.type),
        ["thinking", "text", "call", "image", "other"]);
    assert.deepEqual(message.parts[2],
        {type: "call", id: "t1", name: "Read", arguments: {file_path: "/a"}});
});

test("what a tool reminds the model of is no word of a person", () => {
    const {parts} = claude("user", "Do it.<system-reminder>Be brief.</system-reminder> Now.");
    assert.deepEqual(parts, [{type: "text", text: "Do it."}, {type: "reminder", text: "Be brief."},
        {type: "text", text: " Now."}]);
});

test("slash commands and commands of the shell are commands", () => {
    const slash = "<command-name>/review</command-name><command-args>42</command-args>";
    assert.deepEqual(claude("user", slash).command, {name: "/review", arguments: "42"});
    assert.deepEqual(claude("user", "<bash-input>ls -l</bash-input>").command,
        {name: "!", arguments: "ls -l"});
    assert.equal(claude("user", "What does /etc hold?").command, null);
    const own = messageOf({type: "prompt.submitted", data: {text: "/compact keep tests"}});
    assert.deepEqual(own.command, {name: "/compact", arguments: "keep tests"});
});

test("events of our own are read", () => {
    const answer = messageOf({
        type: "response.received",
        data: {text: "Yes", thinking: "Hm", "gen_ai.usage.output_tokens": 3},
    });
    assert.deepEqual(answer.parts,
        [{type: "thinking", text: "Hm"}, {type: "text", text: "Yes"}]);
    assert.equal(answer.usage.output, 3);
    const result = messageOf({
        type: "tool.returned",
        data: {"gen_ai.tool.call.id": "c", "gen_ai.tool.call.result": "no", "error.type": "exit"},
    });
    assert.deepEqual(result.parts, [{type: "result", id: "c", value: "no", error: true}]);
    assert.deepEqual(messageOf({type: "note.added", data: null}).parts, []);
    assert.deepEqual(messageOf({type: "prompt.submitted", erased: true, data: {}}).parts, []);
});

test("of any other dialect the server's own reading is taken", () => {
    const message = messageOf({
        type: "tool.called", dialect: "codex", data: {},
        message: {role: "assistant", model: "m", parts: [
            {thinking: "Hm"}, {text: "So"},
            {call: {id: "1", name: "shell", arguments: {cmd: "ls"}}},
            {result: {id: "1", value: "a"}},
            {other: "image", value: {source: {media_type: "image/png", data: "AA=="}}},
            {other: "odd", value: 1},
        ]},
    });
    assert.deepEqual(message.parts.map((part) => part.type),
        ["thinking", "text", "call", "result", "image", "other"]);
    assert.equal(message.model, "m");
});

test("a result reads as text, whatever form it came in", () => {
    assert.equal(resultText("plain"), "plain");
    assert.equal(resultText([{type: "text", text: "a"}, {type: "text", text: "b"}]), "a\nb");
    assert.equal(resultText([{type: "output_text", text: "a"}]), "a");
    assert.equal(resultText({type: "input_text", text: "a"}), "a");
    assert.equal(resultText({x: 1}), "{\n  \"x\": 1\n}");
    assert.equal(resultText(null), "");
    const image = {type: "image", source: {media_type: "image/png", data: "AA=="}};
    assert.equal(resultText([image]), "");
    assert.deepEqual(resultImages([image]),
        [{type: "image", mediaType: "image/png", data: "AA=="}]);
});

const row = (revision, kind, text = "", more = {}) =>
    ({revision, kind, text, actor: "system", occurredAt: "2026-03-14T09:30:00Z", ...more});

test("bookkeeping is told from what was said", () => {
    const sorts = [
        row(1, "prompt.submitted"), row(2, "response.received"), row(3, "tool.called"),
        row(4, "tool.returned"), row(5, "file.changed"), row(6, "branch.merged"),
        row(7, "note.added", "hook_progress: UserPromptSubmit", {bookkeeping: true}),
        row(8, "note.added", "[Request interrupted by user]"),
        row(9, "note.added", "Look here", {actor: "user:ana"}),
        row(10, "context.built", "This session is being continued from an earlier one."),
        row(11, "context.built", "api-request-shape"), row(12, "setting.changed"),
        row(13, "foreign.recorded"),
    ].map(sortOf);
    assert.deepEqual(sorts, ["prompt", "answer", "call", "result", "file", "merge", "record",
        "note", "note", "context", "record", "record", "record"]);
});

test("a result goes to its call by its cause, and by its order where no cause is told", () => {
    const calls = [row(1, "tool.called", "Read a"), row(2, "tool.called", "Bash ls")];
    const told = new Pairing();
    told.add([...calls, row(3, "tool.returned", "", {actor: "tool:Bash", cause: 2}),
        row(4, "file.changed", "", {actor: "tool:Bash", cause: 3}),
        row(5, "tool.returned", "", {actor: "tool:Read", cause: 1})]);
    assert.deepEqual([...told.owner], [[3, 2], [4, 2], [5, 1]]);
    const guessed = new Pairing();
    guessed.add([...calls, row(3, "tool.returned", "", {actor: "tool:Bash"}),
        row(4, "tool.returned", "", {actor: "tool:Read"})]);
    assert.deepEqual([...guessed.owner], [[3, 2], [4, 1]]);
});

test("a call that was interrupted takes no later result", () => {
    const pairing = new Pairing();
    pairing.add([row(1, "tool.called", "Bash x"), row(2, "prompt.submitted"),
        row(3, "tool.called", "Bash y"), row(4, "tool.returned", "", {actor: "tool:Bash"})]);
    assert.deepEqual([...pairing.owner], [[4, 3]]);
});

test("rows that come twice are paired once", () => {
    const rows = [row(1, "tool.called", "Edit a"), row(2, "tool.returned", "", {cause: 1}),
        row(3, "file.changed", "", {cause: 2, actor: "tool:Edit"})];
    const pairing = new Pairing();
    pairing.add(rows);
    pairing.add(rows);
    assert.equal(pairing.results.get(1).length, 1);
    assert.equal(pairing.files.get(1).length, 1);
});

test("a file that a person changed belongs to no call", () => {
    const pairing = new Pairing();
    pairing.add([row(1, "tool.called", "Edit a"), row(2, "file.changed", "", {actor: "user:ana"})]);
    assert.equal(pairing.owner.size, 0);
});

test("a row of a call tells the tool and what it was about", () => {
    const call = row(1, "tool.called", "Bash python -m pytest");
    assert.equal(nameOf(call), "Bash");
    assert.equal(detailOf(call), "python -m pytest");
    assert.ok(isFailed(row(2, "tool.returned", "(error) Exit code 1")));
    assert.ok(!isFailed(row(2, "tool.returned", "an (error) in the text")));
});

test("turns are counted by prompts", () => {
    const prompts = [8, 32, 43];
    const turns = [1, 8, 31, 32, 99].map((revision) => turnAt(prompts, revision));
    assert.deepEqual(turns, [0, 1, 1, 2, 3]);
    assert.deepEqual(turnBounds(prompts, 35), {turn: 2, from: 32, next: 43});
    assert.deepEqual(turnBounds(prompts, 99), {turn: 3, from: 43, next: null});
});

test("a turn costs what the previews around it differ by", () => {
    const preview = (toolCalls, fileChanges, total) => ({toolCalls, fileChanges, tokens: {total}});
    assert.deepEqual(costOf(preview(2, 1, 100), preview(5, 3, 900)),
        {tools: 3, files: 2, tokens: 800});
});

test("a call is told by its path, its command or what it asks", () => {
    assert.equal(describeCall("Read", {file_path: "/a/b.py"}).detail, "/a/b.py");
    assert.equal(describeCall("Bash", {command: "make\nmake test"}).detail, "make");
    assert.equal(describeCall("Task", {description: "Look", prompt: "Look for it"}).detail, "Look");
    assert.ok(describeCall("Task", {}).isSubagent);
    assert.equal(describeCall("shell", {command: ["ls", "-la"]}).command, "ls -la");
    assert.equal(describeCall("shell", {command: ["bash", "-lc", "make test"]}).detail,
        "make test");
    assert.equal(describeCall("X", "text").detail, "text");
    assert.equal(describeCall("X", null).detail, "");
});

test("edits are read from the arguments of every tool that makes them", () => {
    assert.deepEqual(describeCall("Edit", {old_string: "a", new_string: "b"}).edits,
        [{old: "a", new: "b"}]);
    assert.deepEqual(describeCall("MultiEdit", {edits: [{old_string: "a", new_string: "b"},
        {old_string: "c", new_string: ""}]}).edits, [{old: "a", new: "b"}, {old: "c", new: ""}]);
    assert.deepEqual(describeCall("Write", {file_path: "/x", content: "n"}).edits,
        [{old: "", new: "n"}]);
    assert.deepEqual(describeCall("Bash", {content: "n"}).edits, []);
});

test("a path is told from the folder in which the tool ran", () => {
    assert.equal(shortPath("/home/ana/x/y.py", "/home/ana"), "x/y.py");
    assert.equal(shortPath("/home/anabel/y.py", "/home/ana"), "/home/anabel/y.py");
    assert.equal(shortPath("/a", null), "/a");
});

test("pieces of an answer that never ended are one answer", () => {
    const piece = (revision, name, text) => ({
        row: {revision, kind: "response.streamed"},
        message: {eventid: `${name}/${revision}`, parts: [{type: "text", text}]},
    });
    const line = {1: piece(1, "a", "Hel"), 2: piece(2, "a", "lo"), 3: piece(3, "b", "Else")};
    const source = {at: (revision) => line[revision]};
    assert.deepEqual([1, 2, 3].map((revision) => answerOf(source, revision)), [1, 1, 3]);
    assert.deepEqual(joined(source, line[1]).message.parts, [{type: "text", text: "Hello"}]);
});

test("the forks on a line are found, and a circle ends the search", () => {
    const branches = [{name: "main"}, {name: "idea", fork: {branch: "main", revision: 5}},
        {name: "deep", fork: {branch: "idea", revision: 9}}];
    assert.deepEqual([...forksOf(branches, "deep").keys()], [10, 6]);
    const circle = [{name: "a", fork: {branch: "b", revision: 1}},
        {name: "b", fork: {branch: "a", revision: 1}}];
    assert.equal(forksOf(circle, "a").size, 1);
    assert.ok(isSubagent("agent-1") && !isSubagent("main"));
    assert.ok(!isSubagent("agents"), "only the store's own prefix says so");
});

test("what is searched for is marked word by word, and what is quoted as a whole", () => {
    assert.deepEqual(wordsOf("Parse \"Two words\" a"), ["parse", "two words"]);
    assert.deepEqual(placesOf("Parse, then parse two words", ["parse", "two words"]),
        [[0, 5], [12, 17], [18, 27]]);
    assert.deepEqual(placesOf("aaa", ["aa"]), [[0, 2]]);
});
