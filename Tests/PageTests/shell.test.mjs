// What the shell says, computed from plain values.

import {test} from "node:test";
import assert from "node:assert/strict";
import {arrived, retitled} from "../../Sources/SessionServer/Page/app/session.js";
import {headOf, travel} from "../../Sources/SessionServer/Page/app/travel.js";
import {createStore} from "../../Sources/SessionServer/Page/app/store.js";
import {initialState} from "../../Sources/SessionServer/Page/app/state.js";
import {createCommands} from "../../Sources/SessionServer/Page/app/commands.js";
import {chainText} from "../../Sources/SessionServer/Page/shell/chain.js";
import {itemsOf} from "../../Sources/SessionServer/Page/shell/sidebar-items.js";

const info = (head) => ({session: "s", branches: [{name: "main", head}, {name: "idea", head: 9}]});
const at = (branch, revision, isNow) => ({...initialState(), moment: {branch, revision, isNow}});

test("a moment that is now follows the head, a past one stays", () => {
    const now = arrived(at("main", 5, true), info(8), []);
    assert.deepEqual(now.moment, {branch: "main", revision: 8, isNow: true});
    const past = at("main", 5, false);
    assert.equal(arrived(past, info(8), []).moment, past.moment);
    assert.deepEqual(arrived(past, info(8), []).head, {branch: "main", revision: 8});
});

test("a moment that is none becomes the nearest that there is", () => {
    assert.deepEqual(arrived(at("main", 99, false), info(8), []).moment,
        {branch: "main", revision: 8, isNow: true});
    assert.deepEqual(arrived(at("gone", 3, false), info(8), []).moment,
        {branch: "main", revision: 8, isNow: true});
});

test("travelling stays on the line", () => {
    const store = createStore({...initialState(), branches: info(8).branches});
    travel(store, {branch: "main", revision: 99});
    assert.deepEqual(store.state.moment, {branch: "main", revision: 8, isNow: true});
    travel(store, {revision: -4});
    assert.deepEqual(store.state.moment, {branch: "main", revision: 1, isNow: false});
    travel(store, {branch: "none", revision: 2});
    assert.equal(store.state.moment.branch, "main");
    travel(store, {branch: "idea"});
    assert.deepEqual(store.state.moment, {branch: "idea", revision: 9, isNow: true});
    assert.equal(headOf(store.state, "main"), 8);
});

test("a title changes in everything that shows it", () => {
    const state = {
        ...initialState(), tabs: [{session: "s", title: "A"}, {session: "t", title: "T"}],
        sessions: [{session: "s", title: "A"}],
    };
    const next = retitled(state, "s", "B");
    assert.deepEqual(next.tabs.map((tab) => tab.title), ["B", "T"]);
    assert.equal(next.sessions[0].title, "B");
});

test("a command runs only when it can", () => {
    const store = createStore({isOpen: false});
    const commands = createCommands(store);
    let runs = 0;
    commands.add({id: "x", title: "X", when: (state) => state.isOpen, run: () => { runs += 1; }});
    assert.equal(commands.run("x"), false);
    store.change("open", {isOpen: true});
    assert.equal(commands.run("x"), true);
    assert.equal(commands.run("y"), false);
    assert.equal(runs, 1);
});

test("the chain is said to hold only when it was looked at", () => {
    const session = {session: "s"};
    const chain = {session: "s", events: 95, findings: 0};
    const sealing = {seals: 1, fitting: 1, covered: 95, events: 95};
    assert.equal(chainText(session, null, sealing).text, "chain not checked, sealed");
    assert.equal(chainText(session, chain, sealing).text, "✓ chain verified, sealed");
    assert.equal(chainText(session, chain, null).text, "✓ chain verified, not sealed");
    assert.equal(chainText(session, {...chain, findings: 2}, sealing).text, "✗ 2 findings");
    assert.equal(chainText(session, chain, {...sealing, fitting: 0}).kind, "bad");
    assert.equal(chainText(session, chain, {...sealing, covered: 40}).text,
        "✓ chain verified, sealed up to 40 of 95");
    assert.equal(chainText({session: "other"}, chain, null).kind, "");
});

test("the sidebar lists projects, sessions, pages that come, and hits", () => {
    const group = (project, names, next = null) => ({
        project, name: project, next, sessions: names.map((session) => ({session, title: session})),
    });
    const listed = {
        words: "", closed: [], problem: null, isLoading: false, archived: false, hits: null,
        groups: [group("empty", []), group("p", ["a", "b"], "2"), group("q", ["c"])],
    };
    const kinds = (state, sessions = []) => itemsOf(state, {sessions}).map((item) => item.kind);
    assert.deepEqual(kinds(listed), ["heading", "session", "session", "more", "heading", "session",
        "heading", "empty"]);
    assert.deepEqual(kinds({...listed, closed: ["p"]}).slice(0, 2), ["heading", "heading"]);
    const found = {...listed, words: "x", closed: ["p"], hits: [{session: "a", position: 3}]};
    assert.deepEqual(kinds(found).slice(-2), ["title", "hit"]);
    assert.equal(kinds(found).includes("empty"), false);
    assert.deepEqual(kinds({...found, groups: [], hits: []}), ["none"]);
    const [, first] = itemsOf(listed, {sessions: [{session: "a", title: "renamed"}]});
    assert.equal(first.session.title, "renamed");
});
