// Numbers, times and heights as the page draws with them.

import {test} from "node:test";
import assert from "node:assert/strict";
import {bytes, count, duration, plural, share, short}
    from "../../Sources/SessionServer/Page/dom/number.js";
import {relative} from "../../Sources/SessionServer/Page/dom/time.js";
import {createHeights} from "../../Sources/SessionServer/Page/dom/heights.js";

test("numbers are short and never wrong by a unit", () => {
    assert.deepEqual([0, 999, 1000, 8204, 99_950, 999_600, 1_200_000].map(short),
        ["0", "999", "1k", "8.2k", "100k", "1M", "1.2M"]);
    assert.deepEqual([999, 1000, 2_097_152, 999_999].map(bytes),
        ["999 B", "1.0 KB", "2.1 MB", "1.0 MB"]);
    assert.equal(count(201841), "201,841");
    assert.deepEqual([plural(1, "branch", "branches"), plural(2, "branch", "branches")],
        ["1 branch", "2 branches"]);
    assert.deepEqual([share(1, 3), share(1, 1000), share(0, 0)], ["33 %", "< 1 %", "0 %"]);
});

test("durations go from milliseconds to days", () => {
    assert.deepEqual([0.02, 9.43, 59.97, 75, 3600, 7300, 200_000].map(duration),
        ["20 ms", "9.4 s", "1 min", "1 min 15 s", "1 h", "2 h 1 min", "2 d 7 h"]);
});

test("times are relative to the reader's day", () => {
    const now = new Date(2026, 10, 20, 14, 0, 0);
    const said = (...parts) => relative(new Date(...parts).toISOString(), now);
    assert.equal(said(2026, 10, 20, 13, 59, 30), "now");
    assert.equal(said(2026, 10, 20, 13, 55), "5 min");
    assert.equal(said(2026, 10, 20, 9, 0), "5 h");
    assert.equal(said(2026, 10, 19, 23, 59), "yesterday");
    assert.equal(said(2026, 10, 17, 8, 0), "Tue");
    assert.equal(said(2026, 10, 12, 8, 0), "12 Nov");
    assert.equal(said(2025, 10, 12, 8, 0), "12 Nov 2025");
});

test("sums of heights are the sums, whatever was measured in which order", () => {
    let seed = 20260314;
    const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
    const plain = new Array(257).fill(20);
    const heights = createHeights(257, 20);
    for (let round = 0; round < 500; round++) {
        const index = Math.floor(random() * plain.length);
        const height = Math.floor(random() * 90);
        assert.equal(heights.measure(index, height), height - plain[index]);
        plain[index] = height;
        const at = Math.floor(random() * (plain.length + 1));
        const top = plain.slice(0, at).reduce((sum, one) => sum + one, 0);
        assert.equal(heights.top(at), top);
        if (at < plain.length && plain[at] > 0) {
            assert.equal(heights.indexAt(top), at);
            assert.equal(heights.indexAt(top + plain[at] - 1), at);
        }
    }
    assert.equal(heights.total, plain.reduce((sum, one) => sum + one, 0));
});

test("rows that come in before keep the heights of those that were there", () => {
    const heights = createHeights(3, 10);
    heights.measure(1, 50);
    heights.resize(5, 2);
    assert.deepEqual([0, 1, 2, 3, 4].map(heights.height), [10, 10, 10, 50, 10]);
    assert.equal(heights.top(3), 30);
    heights.resize(2);
    assert.equal(heights.total, 20);
});
