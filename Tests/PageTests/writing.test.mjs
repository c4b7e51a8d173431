// Changes: the queue as a value, conflicts, and the outbox with a server that fails in all ways.

import assert from "node:assert/strict";
import {test} from "node:test";

import {decide} from "../../Sources/SessionServer/Page/writing/conflict.js";
import {createOutbox} from "../../Sources/SessionServer/Page/writing/outbox.js";
import {added, next, withDependents} from "../../Sources/SessionServer/Page/writing/queue.js";
import {settingOf} from "../../Sources/SessionServer/Page/writing/setting.js";

const sorts = {title: {key: () => "title"}, prompt: {}, fork: {}};

test("changes with one key become one, which remembers what was before all of them", () => {
    const one = {id: "1", session: "s", sort: "title", key: "title", data: {to: "A", before: "x"}};
    const two = {...one, id: "2", data: {to: "AB", before: "A"}};
    const queue = added(added([], one), two);
    assert.deepEqual(queue.map(({id, data}) => [id, data]), [["2", {to: "AB", before: "x"}]]);
    const sending = [{...queue[0], state: "sending"}];
    assert.equal(added(sending, two).length, 2);
});

test("of each session one change is on its way, in their order", () => {
    const change = (id, session, state) => ({id, session, state});
    const queue = [change("1", "s", "sending"), change("2", "s", "waiting"),
        change("3", "t", "waiting")];
    assert.equal(next(queue).id, "3");
    assert.equal(next(queue.slice(0, 2)), undefined);
});

test("what needs a change goes with it, the last one first", () => {
    const queue = [{id: "1"}, {id: "2", needs: "1"}, {id: "3"}, {id: "4", needs: "2"}];
    assert.deepEqual(withDependents(queue, "1").map((one) => one.id), ["4", "2", "1"]);
});

test("a change on an old head goes behind what does not touch it, and is merged otherwise", () => {
    const prompt = [{type: "prompt.submitted"}];
    assert.equal(decide(prompt, [{type: "response.streamed"}]), "append");
    assert.equal(decide(prompt, [{type: "prompt.submitted"}]), "merge");
    assert.equal(decide([{type: "note.added"}], [{type: "prompt.submitted"}]), "append");
    const title = [{type: "title.changed"}];
    assert.equal(decide(title, [{type: "prompt.submitted"}]), "append");
    assert.equal(decide(title, [{type: "title.changed"}]), "merge");
    const setting = [{type: "setting.changed", subject: "model"}];
    assert.equal(decide(setting, [{type: "setting.changed", subject: "cwd"}]), "append");
});

/** An outbox at a server that answers as told, with a clock that stands until it is told to go. */
function office(answers, left = []) {
    const log = [];
    const kept = new Map(left.map((change) => [change.id, change]));
    let [timer, ids] = [null, 0];
    const outbox = createOutbox({
        sorts,
        async send(change) {
            log.push(`send ${change.data.to}`);
            const answer = answers.shift() ?? {};
            if (answer.status !== undefined) throw Object.assign(new Error("no"), answer);
            return answer;
        },
        keep: {
            load: async () => [...kept.values()],
            put: (change) => kept.set(change.id, change),
            remove: (id) => kept.delete(id),
        },
        apply: (change, how) => log.push(`${how} ${change.data.to}`),
        onState: (state) => log.at(-1) === state || log.push(state),
        onRefused: (change) => log.push(`refused ${change.data.to}`),
        onConflict: async (change) => change.data.to === "drop" ? undefined : {to: "again"},
        timers: {set: (run, after) => (timer = {run, after}), clear: () => (timer = null)},
        newID: () => `id-${ids += 1}`,
    });
    return {outbox, log, kept, timer: () => timer};
}

const change = (to, more) => ({session: "s", sort: "prompt", data: {to}, ...more});

test("a change is shown at once, kept, and sent half a second later", async () => {
    const {outbox, log, kept, timer} = office([]);
    outbox.add(change("A"));
    assert.deepEqual(log, ["show A", "saving"]);
    assert.equal(kept.size, 1);
    assert.equal(timer().after, 500);
    await timer().run();
    await outbox.flush();
    assert.deepEqual(log, ["show A", "saving", "send A", "done A", "saved"]);
    assert.equal(kept.size, 0);
});

test("offline it is kept, tried again more and more rarely, and sent when the server is back",
    async () => {
        const {outbox, log, kept, timer} = office([{status: 0}, {status: 503}, {}]);
        outbox.add(change("A"), {now: true});
        await outbox.flush();
        assert.equal(log.at(-1), "unsent");
        const waits = [timer().after];
        await outbox.flush();
        waits.push(timer().after);
        assert.deepEqual(waits, [1000, 2000]);
        assert.equal(kept.size, 1);
        await outbox.flush();
        assert.deepEqual([log.at(-2), log.at(-1), kept.size], ["done A", "saved", 0]);
    });

test("what the server refuses is undone with all that needs it, and said", async () => {
    const {outbox, log, kept} = office([{status: 403}, {}]);
    const id = outbox.add(change("A"));
    outbox.add(change("B", {needs: id}));
    outbox.add(change("C"));
    await outbox.flush();
    const told = log.filter((line) => /undo|refused|done/.test(line));
    assert.deepEqual(told, ["undo B", "undo A", "refused A", "done C"]);
    assert.equal(kept.size, 0);
});

test("what is held can be taken back; a save sends it", async () => {
    const {outbox, log, kept} = office([]);
    const one = outbox.add(change("A"), {hold: 5000});
    outbox.add(change("B", {needs: one}));
    await outbox.flush();
    assert.ok(!log.some((line) => line.startsWith("send")));
    assert.equal(outbox.cancel(one), true);
    assert.deepEqual(log.slice(-3), ["undo B", "undo A", "saved"]);
    assert.equal(kept.size, 0);
    const two = outbox.add(change("C"), {hold: 5000});
    await outbox.save();
    assert.deepEqual(log.slice(-3), ["send C", "done C", "saved"]);
    assert.equal(outbox.cancel(two), false);
});

test("a conflict is dealt with, and what became of it is sent", async () => {
    const moved = {status: 409, code: "headMoved"};
    const {outbox, log} = office([moved, {}, moved]);
    outbox.add(change("A"));
    await outbox.flush();
    assert.deepEqual(log.filter((line) => /send|done/.test(line)),
        ["send A", "send again", "done again"]);
    outbox.add(change("drop"));
    await outbox.flush();
    assert.equal(log.at(-1), "saved");
    assert.ok(!log.includes("undo drop"));
});

test("what was not sent when the page was left is shown and sent when it is opened", async () => {
    const {outbox, log} = office([], [{...change("A"), id: "old", state: "sending"}]);
    await outbox.resume();
    assert.deepEqual(log.filter((line) => !line.startsWith("sav")), ["show A", "send A", "done A"]);
});

test("a setting is read as a person writes it", () => {
    assert.deepEqual(settingOf("temperature = 0.5"), {name: "temperature", value: 0.5});
    assert.deepEqual(settingOf("cwd=/home/ana = 1"), {name: "cwd", value: "/home/ana = 1"});
    assert.deepEqual(settingOf("old ="), {name: "old", value: null});
    assert.equal(settingOf("no setting"), null);
});
