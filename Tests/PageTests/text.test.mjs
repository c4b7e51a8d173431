import assert from "node:assert/strict";
import {test} from "node:test";
import {ansiLines, ansiRuns, withoutEscapes} from "../../Sources/SessionServer/Page/text/ansi.js";
import {
    counts, hunks, lineDiff, unifiedHunks,
} from "../../Sources/SessionServer/Page/text/diff.js";
import {fold} from "../../Sources/SessionServer/Page/text/fold.js";
import {highlight, highlightedLines} from "../../Sources/SessionServer/Page/text/highlight.js";
import {languageNamed, languageOf} from "../../Sources/SessionServer/Page/text/languages.js";
import {visibleRuns} from "../../Sources/SessionServer/Page/text/visible.js";

const shown = (text) => visibleRuns(text).map((run) => run.text ?? `‹${run.code}›`).join("");

test("characters that hide are shown by their numbers", () => {
    assert.equal(shown("pass\u200bword\u202etxt.exe"), "pass‹U+200B›word‹U+202E›txt.exe");
    assert.equal(shown("bell\u0007 nul\u0000 del\u007f"),
        "bell‹U+0007› nul‹U+0000› del‹U+007F›");
    assert.equal(shown("tag\u{e0041}"), "tag‹U+E0041›");
    assert.equal(shown("\ufeffstart"), "‹U+FEFF›start");
});

test("line ends, tabs and joined emoji are left as they are", () => {
    assert.equal(shown("a\tb\r\nc"), "a\tb\nc");
    assert.equal(shown("👩‍💻 ok"), "👩‍💻 ok");
    assert.equal(shown("a\u200db"), "a‹U+200D›b");
});

test("colours of a terminal become runs", () => {
    assert.deepEqual(ansiRuns("\u001b[1;31mred\u001b[0m plain \u001b[92mgreen"), [
        {text: "red", bold: true, foreground: 1}, {text: " plain "},
        {text: "green", foreground: 10},
    ]);
    assert.deepEqual(ansiRuns("\u001b[38;5;196mx\u001b[39my"), [
        {text: "x", foreground: 9}, {text: "y"},
    ]);
    assert.deepEqual(ansiRuns("\u001b[48;2;0;0;255mx"), [{text: "x", background: 12}]);
    assert.deepEqual(ansiRuns("\u001b[38;5mx"), [{text: "x"}]);
});

test("sequences that move, clear, name or link leave nothing behind", () => {
    const hostile = "\u001b[2J\u001b[1;1Ha\u001b]0;title\u0007b\u001b]8;;javascript:x\u001b\\link"
        + "\u001b]8;;\u001b\\\u001bPq#0\u001b\\c\u001b(B\u009b31md\u001b";
    assert.equal(withoutEscapes(hostile), "ablinkcd");
});

test("of a line that was written over its last state is shown", () => {
    assert.equal(withoutEscapes("10%\r50%\r100%\ndone\r\n"), "100%\ndone\n");
});

test("a long text is folded, a text a little longer is not", () => {
    const long = "line\n".repeat(1000);
    const folded = fold(long, {lines: 10});
    assert.equal(folded.text, "line\n".repeat(10).trimEnd());
    assert.equal(folded.text.length + folded.hidden, long.length);
    assert.equal(fold("line\n".repeat(11), {lines: 10}).hidden, 0);
    assert.equal(fold("x".repeat(2_000_000)).text.length, 12_000);
    assert.equal(fold("😀".repeat(10_000), {characters: 101}).text.length, 100);
});

test("a huge line is cut into pieces that are the line", () => {
    const lines = ansiLines("a".repeat(3000) + "\u001b[31m" + "a".repeat(1500) + "\n\nb", 2000);
    const said = lines.map((runs) => runs.map((run) => run.text).join(""));
    assert.deepEqual(said.map((line) => line.length), [2000, 2000, 500, 0, 1]);
    assert.equal(lines[2][0].foreground, 1);
});

const written = (rows) => rows.map((row) => row.op + row.text);

test("a difference names the lines that came and went", () => {
    const rows = lineDiff("a\nb\nc\nd\n", "a\nB\nc\nd\ne\n");
    assert.deepEqual(written(rows), [" a", "-b", "+B", " c", " d", "+e"]);
    assert.deepEqual(rows.at(-1), {op: "+", text: "e", new: 5});
    assert.deepEqual(counts(rows), {added: 2, removed: 1});
});

test("a difference leads from one text to the other, whatever they are", () => {
    let seed = 7;
    const random = (most) => (seed = (seed * 16807) % 2147483647) % most;
    for (let round = 0; round < 300; round += 1) {
        const text = () => Array.from({length: random(12)}, () => "abc"[random(3)] + "\n").join("");
        const [before, after] = [text(), text()];
        const rows = lineDiff(before, after);
        const side = (op) => rows.filter((row) => row.op !== op)
            .map((row) => row.text + "\n").join("");
        assert.equal(side("+"), before, `seed round ${round}`);
        assert.equal(side("-"), after, `seed round ${round}`);
    }
});

test("two large texts that share nothing are compared at once", () => {
    const text = (mark) => Array.from({length: 20_000}, (_, index) => mark + index).join("\n");
    const start = process.cpuUsage();
    assert.equal(counts(lineDiff(text("a"), text("b"))).added, 20_000);
    assert.ok(process.cpuUsage(start).user < 2_000_000);
});

test("hunks keep some lines around each change", () => {
    const before = Array.from({length: 30}, (_, index) => `l${index}`);
    const after = before.with(2, "x").with(20, "y");
    const parts = hunks(lineDiff(before.join("\n"), after.join("\n")), 2);
    assert.deepEqual(parts.map((part) => [part[0].text, part.at(-1).text]),
        [["l0", "l4"], ["l18", "l22"]]);
});

test("a unified difference is read with its numbers", () => {
    const [hunk] = unifiedHunks(["--- a", "+++ b", "@@ -3,2 +5,2 @@ f", " x", "-y", "+z"]);
    assert.deepEqual(hunk, [
        {op: " ", text: "x", old: 3, new: 5}, {op: "-", text: "y", old: 4},
        {op: "+", text: "z", new: 6},
    ]);
});

const kinds = (code, name) => highlight(code, languageNamed(name))
    .filter((token) => token.kind !== "plain").map((token) => `${token.kind}:${token.text}`);

test("code is split into comments, strings, numbers and words", () => {
    assert.deepEqual(kinds("let a = \"x\\\"y\" // z\nreturn 0x1F", "swift"),
        ["keyword:let", "string:\"x\\\"y\"", "comment:// z", "keyword:return", "number:0x1F"]);
    assert.deepEqual(kinds("def f(x): # c\n    '''a\nb'''", "python"),
        ["keyword:def", "call:f", "comment:# c", "string:'''a\nb'''"]);
    assert.deepEqual(kinds("{\"a\": true}", "json"), ["key:\"a\"", "constant:true"]);
    assert.deepEqual(kinds("SELECT 1 -- c", "sql"), ["keyword:SELECT", "number:1", "comment:-- c"]);
});

test("highlighting changes no character, even of what is not code", () => {
    const hostile = "'it's \"never closed /* nor this \u{1f600} <b> \\";
    for (const name of "js python swift html yaml sh css json sql rust".split(" ")) {
        const tokens = highlight(hostile, languageNamed(name));
        assert.equal(tokens.map((token) => token.text).join(""), hostile);
    }
    assert.equal(highlightedLines("a\n\nb", languageNamed("js")).length, 3);
});

test("a language is known by its name or a file's ending", () => {
    assert.equal(languageOf("/a/b.swift"), languageNamed("swift"));
    assert.equal(languageOf("/a/Makefile"), languageNamed("sh"));
    assert.equal(languageOf("/a/README"), null);
    assert.equal(languageNamed("constructor"), null);
});
