// The store: changes, watchers, and going back through what a person chose to see.

import {test} from "node:test";
import assert from "node:assert/strict";
import {createStore} from "../../Sources/SessionServer/Page/app/store.js";

const initial = {moment: 1, facts: 0, tab: "a"};
const made = () => createStore(initial, {kept: ["moment"], within: "tab"});

test("a change is seen by those who watch what it changes, and by nobody else", () => {
    const store = made();
    const seen = [];
    store.watch((state) => state.moment, (now, before) => seen.push([now, before]));
    store.change("facts", {facts: 7});
    store.change("travel", (state) => ({moment: state.moment + 1}));
    assert.deepEqual(seen, [[1, undefined], [2, 1]]);
});

test("a state is never changed in place", () => {
    const store = made();
    const before = store.state;
    store.change("travel", {moment: 2});
    assert.equal(before.moment, 1);
    assert.throws(() => { store.state.moment = 3; }, TypeError);
});

test("a watcher that was stopped is told nothing any more", () => {
    const store = made();
    let calls = 0;
    const stop = store.watch((state) => state.moment, () => { calls += 1; });
    stop();
    store.change("travel", {moment: 2});
    assert.equal(calls, 1);
});

test("back and forward bring back the view, and leave facts as they are", () => {
    const store = made();
    store.change("travel", {moment: 2});
    store.change("facts", {facts: 9});
    store.change("travel", {moment: 3});
    assert.equal(store.back(), true);
    assert.deepEqual([store.state.moment, store.state.facts], [2, 9]);
    assert.equal(store.back(), true);
    assert.equal(store.back(), false);
    assert.equal(store.state.moment, 1);
    store.forward();
    store.forward();
    assert.deepEqual([store.state.moment, store.state.facts], [3, 9]);
    assert.equal(store.forward(), false);
});

test("another tab begins a past of its own", () => {
    const store = made();
    store.change("travel", {moment: 2});
    store.change("tab", {tab: "b", moment: 5});
    assert.equal(store.back(), false);
    assert.equal(store.state.moment, 5);
});

test("of a long past the last 200 changes are kept", () => {
    const store = made();
    for (let moment = 2; moment <= 500; moment++) store.change("travel", {moment});
    let steps = 0;
    while (store.back()) steps += 1;
    assert.equal(steps, 200);
    assert.equal(store.state.moment, 300);
});
