// Tabs from one state to the next.

import {test} from "node:test";
import assert from "node:assert/strict";
import {
    closeTab, freshTabs, iconOf, moveTab, neighbour, openTab, restoreTab, showTab, tabOf,
} from "../../Sources/SessionServer/Page/app/tabs.js";
import {keptOf} from "../../Sources/SessionServer/Page/shell/tabs-keep.js";
import {initialState} from "../../Sources/SessionServer/Page/app/state.js";

const session = (name) => ({session: name, title: name.toUpperCase(), project: "p"});
const opened = (state, ...names) => names.reduce(
    (now, name) => ({...now, ...openTab(now, session(name), name)}), state);
const titles = (state) => state.tabs.map((tab) => tab.title).join("");
const begun = () => opened(initialState(), "a", "b", "c");

test("a session opens behind the tab that is seen, and only once unless asked", () => {
    let state = begun();
    assert.equal(titles(state), "ABC");
    state = {...state, ...showTab(state, "a")};
    state = {...state, ...openTab(state, session("d"), "d")};
    assert.equal(titles(state), "ADBC");
    state = {...state, ...openTab(state, session("b"), "other")};
    assert.equal(state.active, "b");
    state = {...state, ...openTab(state, session("b"), "other", {isOther: true})};
    assert.equal(titles(state), "ADBBC");
});

test("each tab keeps its place, and shows it again", () => {
    let state = begun();
    const moment = {branch: "idea", revision: 7, isNow: false};
    state = {...state, session: {session: "c"}, moment, pane: "usage", path: "x.md"};
    state = {...state, ...showTab(state, "a")};
    assert.equal(state.moment.isNow, true);
    assert.equal(state.pane, "files");
    state = {...state, ...showTab(state, "c")};
    assert.deepEqual([state.moment, state.pane, state.path], [moment, "usage", "x.md"]);
});

test("a place is not taken from a session that has not come yet", () => {
    let state = begun();
    state = {...state, session: null, moment: {branch: "x", revision: 1, isNow: false}};
    state = {...state, ...showTab(state, "a")};
    assert.equal(state.tabs.find((tab) => tab.key === "c").place, null);
});

test("closing shows the tab that takes its place, restoring brings it back where it stood", () => {
    let state = begun();
    state = {...state, ...showTab(state, "b")};
    state = {...state, ...closeTab(state, "b")};
    assert.deepEqual([titles(state), state.active], ["AC", "c"]);
    state = {...state, ...closeTab(state, "c")};
    assert.deepEqual([titles(state), state.active], ["A", "a"]);
    state = {...state, ...closeTab(state, "a")};
    assert.equal(tabOf(state), null);
    for (const expected of ["A", "AC", "ABC"]) {
        state = {...state, ...restoreTab(state)};
        assert.equal(titles(state), expected);
    }
    assert.equal(state.active, "b");
    assert.deepEqual(restoreTab(state), {});
});

test("closing another tab than the one that is seen changes nothing that is seen", () => {
    const state = begun();
    const {active, moment} = {...state, ...closeTab(state, "a")};
    assert.equal(active, "c");
    assert.equal(moment, state.moment);
});

test("tabs move, never out of the strip", () => {
    const state = begun();
    assert.equal(titles({...state, ...moveTab(state, "a", 2)}), "BCA");
    assert.equal(titles({...state, ...moveTab(state, "c", -5)}), "CAB");
    assert.equal(titles({...state, ...moveTab(state, "b", 99)}), "ACB");
});

test("the neighbours go round and round", () => {
    const state = begun();
    assert.equal(neighbour(state, 1), "a");
    assert.equal(neighbour(state, -1), "b");
});

test("two letters tell the tool, or the model's maker", () => {
    assert.equal(iconOf({source: "claude-code"}), "CL");
    assert.equal(iconOf({source: "zed"}), "ZE");
    assert.equal(iconOf({models: ["gpt-9"]}), "CH");
    assert.equal(iconOf({}), "SE");
});

test("a tab takes the title that a list has now", () => {
    const state = {...begun(), sessions: [{...session("b"), title: "New", source: "codex"}]};
    const {tabs} = freshTabs(state);
    assert.deepEqual([tabs[1].title, tabs[1].icon], ["New", "CO"]);
    assert.deepEqual(freshTabs({...state, tabs}), {});
});

test("what is kept has the place of the tab that is seen, too", () => {
    const moment = {branch: "main", revision: 3, isNow: false};
    const state = {...begun(), session: {session: "c"}, moment, pane: "audit"};
    const kept = JSON.parse(JSON.stringify(keptOf(state)));
    assert.deepEqual(kept.tabs[2].place, {moment, pane: "audit", path: null});
    assert.equal(kept.tabs[0].place, null);
});
