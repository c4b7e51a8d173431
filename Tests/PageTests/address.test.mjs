// The address bar: what is written there leads to the same again.

import {test} from "node:test";
import assert from "node:assert/strict";
import {momentText, readAddress, writeAddress}
    from "../../Sources/SessionServer/Page/app/address.js";
import {splitLink} from "../../Sources/SessionServer/Page/app/token.js";

const session = "51a6d9af-216d-4ddc-881d-3bc0e70ee5c5";

test("what is written is read back, whatever branch and path are called", () => {
    for (const branch of ["main", "a/b", "ideas@home", "ä?#&%"]) {
        for (const path of [null, "src/a b.py", "x?y=z&w#%.md"]) {
            const moment = {branch, revision: 61, isNow: false};
            const read = readAddress(writeAddress({session, moment, pane: "usage", path}));
            assert.deepEqual(read, {session, branch, revision: 61, pane: "usage", path});
        }
    }
});

test("at the head the address names no revision, so that it stays the head", () => {
    const moment = {branch: "main", revision: 70, isNow: true};
    const written = writeAddress({session, moment, pane: "files", path: null});
    assert.equal(written, `#/${session}/main`);
    assert.equal(readAddress(written).revision, null);
});

test("what names no session is no address", () => {
    for (const hash of ["", "#/", "#/x/main@1", "#/../main", `#${session}`]) {
        assert.equal(readAddress(hash), null);
    }
    assert.deepEqual(readAddress(`#/${session}/%E0%A4%A@7`).branch, null);
    assert.equal(momentText({branch: "main", revision: 61}), "main@61");
});

test("what signs in is taken out of a link, and the rest stays", () => {
    assert.deepEqual(splitLink("#token=a.b-c_d"), {kind: "token", value: "a.b-c_d", rest: ""});
    assert.deepEqual(splitLink(`#/${session}/main@61?code=xyz`),
        {kind: "code", value: "xyz", rest: `#/${session}/main@61`});
    assert.deepEqual(splitLink(`#/${session}/main?pane=usage&token=t`),
        {kind: "token", value: "t", rest: `#/${session}/main?pane=usage`});
    assert.deepEqual(splitLink(`#/${session}/main?code=c&pane=usage`),
        {kind: "code", value: "c", rest: `#/${session}/main?pane=usage`});
    assert.deepEqual(splitLink("#/"), {kind: null, value: null, rest: "#/"});
});
