// Names of key presses, and what a person typed against what there is.

import {test} from "node:test";
import assert from "node:assert/strict";
import {chordsOf, isPlain, keycaps} from "../../Sources/SessionServer/Page/app/chords.js";
import {best, score} from "../../Sources/SessionServer/Page/app/match.js";

const press = (key, code, held = {}) => chordsOf({key, code, ...held});

test("without Mod and Alt the sign counts, wherever its key lies", () => {
    assert.deepEqual(press("}", "BracketRight", {shiftKey: true}), ["}"]);
    assert.deepEqual(press("}", "Digit0", {altKey: false}), ["}"]);
    assert.deepEqual(press("F", "KeyF"), ["f"]);
    assert.deepEqual(press("ArrowLeft", "ArrowLeft", {shiftKey: true}), ["Shift+ArrowLeft"]);
});

test("with Mod or Alt the place of the key counts, and its sign as well", () => {
    assert.deepEqual(press("}", "BracketRight", {metaKey: true, shiftKey: true}),
        ["Mod+Shift+]", "Mod+Shift+}"]);
    assert.deepEqual(press("†", "KeyT", {altKey: true}), ["Alt+t", "Alt+†"]);
    assert.deepEqual(press("k", "KeyK", {ctrlKey: true}), ["Mod+k"]);
});

test("plain keys are for writing while text is written", () => {
    assert.deepEqual(["f", "?", "Shift+ArrowLeft"].map(isPlain), [true, true, true]);
    assert.deepEqual(["Mod+k", "Alt+w", "Escape", "F2"].map(isPlain), [false, false, false, false]);
});

test("keys are shown as they are written on them", () => {
    assert.deepEqual(keycaps("Mod+Shift+]", true), ["⌘", "⇧", "]"]);
    assert.deepEqual(keycaps("Mod+k", false), ["Ctrl", "K"]);
    assert.deepEqual(keycaps(" ", false), ["Space"]);
});

test("beginnings of words fit best, letters in another order not at all", () => {
    assert.equal(score("xz", "Fork here"), 0);
    assert.ok(score("fork", "Fork here") > score("fork", "A forkful"));
    assert.ok(score("fh", "Fork here") > 0);
    assert.deepEqual(best("no", ["Snow", "Now", "Fork"], (text) => text), ["Now", "Snow"]);
    assert.equal(best("", ["b", "a"], (text) => text).join(""), "ba");
});
