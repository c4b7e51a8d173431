// What goes over the wire: requests, errors, rows that are known, and streams.

import {test} from "node:test";
import assert from "node:assert/strict";
import {createApi, urlOf} from "../../Sources/SessionServer/Page/wire/api.js";
import {createLines} from "../../Sources/SessionServer/Page/wire/lines.js";
import {createRows} from "../../Sources/SessionServer/Page/wire/rows.js";
import {createLive} from "../../Sources/SessionServer/Page/wire/live.js";

test("a query repeats arrays and leaves out what is not given", () => {
    assert.equal(urlOf("search", {words: "a b&c", kind: ["x", "y"], at: null, to: undefined}),
        "/api/search?words=a%20b%26c&kind=x&kind=y");
    assert.equal(urlOf("/health"), "/health");
});

test("what is known is asked for by its ETag and not transferred again", async () => {
    const asked = [];
    const api = createApi({
        token: () => "t",
        fetch: async (url, {headers}) => {
            asked.push(headers);
            if (headers["If-None-Match"] === "e1") return new Response(null, {status: 304});
            return new Response('{"a":1}', {headers: {ETag: "e1"}});
        },
    });
    const first = await api.get("me");
    assert.equal(await api.get("me"), first);
    assert.equal(asked[0].Authorization, "Bearer t");
    assert.equal(asked[1]["If-None-Match"], "e1");
    assert.equal(api.etag("me"), "e1");
});

test("a refusal is an error with its code, message and hint", async () => {
    const problem = {code: "headMoved", detail: "It moved.", hint: "Merge.", actual: 7};
    let refused = 0;
    const answer = (status) => createApi({
        token: () => null, onRefused: () => { refused += 1; },
        fetch: async () => new Response(JSON.stringify(problem), {status}),
    });
    await assert.rejects(answer(409).send("POST", "x", {}), (error) =>
        error.status === 409 && error.code === "headMoved" && error.message === "It moved."
            && error.hint === "Merge." && error.problem.actual === 7 && !error.isOffline);
    await assert.rejects(answer(401).get("x"), {status: 401});
    assert.equal(refused, 1);
});

test("a server that is not reached is told apart, an aborted question is no failure", async () => {
    const lines = [];
    const failing = (name) => createApi({
        token: () => null, onLine: (isOnline) => lines.push(isOnline),
        fetch: async () => { throw Object.assign(new Error("no"), {name}); },
    });
    await assert.rejects(failing("TypeError").get("x"), {isOffline: true, status: 0});
    await assert.rejects(failing("AbortError").get("x"), {name: "AbortError"});
    assert.deepEqual(lines, [false]);
});

test("events of a stream are whole, however it is cut", () => {
    const text = ": connected\n\nid: a.1\ndata: {\"x\":1}\n\nevent: gone\ndata: {}\r\n\r\n"
        + "data: one\ndata: two\n\n";
    for (let cut = 1; cut < text.length; cut++) {
        const read = createLines();
        const events = [...read(text.slice(0, cut)), ...read(text.slice(cut))];
        assert.deepEqual(events.map(({id, name, data}) => [id, name, data]), [
            ["a.1", "message", '{"x":1}'], [null, "gone", "{}"], [null, "message", "one\ntwo"],
        ]);
    }
});

test("rows are fetched once a piece, and a line that grew is asked again", async () => {
    let head = 150;
    const asked = [];
    const api = {
        get: async (path, {from, limit}) => {
            asked.push(from);
            const rows = [];
            for (let revision = from; revision <= head && rows.length < limit; revision++) {
                if (revision !== 42) rows.push({revision});
            }
            const last = rows.at(-1)?.revision ?? 0;
            return last < head ? {rows, next: `from=${last + 1}`} : {rows};
        },
    };
    const rows = createRows(api);
    assert.equal((await rows.range("s", "main", 40, 110)).length, 70);
    assert.equal(rows.peek("s", "main", 42), undefined);
    assert.equal(rows.peek("s", "main", 100).revision, 100);
    assert.equal((await rows.at("s", "main", 101)).revision, 101);
    assert.deepEqual(asked, [1, 101]);
    head = 160;
    assert.equal((await rows.at("s", "main", 160)).revision, 160);
    assert.deepEqual(asked, [1, 101, 101]);
    rows.forget("s");
    assert.equal(rows.peek("s", "main", 100), undefined);
});

test("a stream that broke off is taken up where it was", async () => {
    const asked = [];
    const seen = [];
    const body = (text) => ({body: new Response(text).body});
    let done;
    const finished = new Promise((resolve) => { done = resolve; });
    const live = createLive({
        api: {
            ask: async (method, path, {query, headers}) => {
                asked.push([query.session, headers["Last-Event-ID"]]);
                if (asked.length === 1) {
                    return body('id: c.1\ndata: {"source":"urn:uuid:s1","type":"a"}\n\n');
                }
                done();
                return body(": alive\n\n");
            },
        },
        onEvent: (event, session) => seen.push([session, event.type]),
    });
    live.follow(["s1"]);
    await finished;
    live.stop();
    assert.deepEqual(seen, [["s1", "a"]]);
    assert.deepEqual(asked, [[["s1"], undefined], [["s1"], "c.1"]]);
});
