// The difference of two texts, line by line, and hunks of it.

const EFFORT = 4_000;

function lines(text) {
    if (text === "") return [];
    return (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");
}

/** Whether a diagonal is reached by a line that came rather than by one that went. */
function goesDown(reach, k, step) {
    return k === -step || (k !== step && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
}

/** The path of Myers' algorithm from the end back to the beginning. */
function walkBack(trace, before, after) {
    const edits = [];
    let x = before.length;
    let y = after.length;
    for (let step = trace.length - 1; step > 0; step -= 1) {
        const reach = trace[step - 1];
        const k = x - y;
        const down = goesDown(reach, k, step);
        const oldK = down ? k + 1 : k - 1;
        const oldX = reach.get(oldK);
        const oldY = oldX - oldK;
        for (; x > oldX && y > oldY; x -= 1, y -= 1) edits.push([" ", before[x - 1]]);
        edits.push(down ? ["+", after[y - 1]] : ["-", before[x - 1]]);
        x = oldX;
        y = oldY;
    }
    for (; x > 0; x -= 1) edits.push([" ", before[x - 1]]);
    return edits.reverse();
}

function myers(before, after) {
    const trace = [];
    let reach = new Map([[1, 0]]);
    const most = Math.min(before.length + after.length, EFFORT);
    let work = 0;
    for (let step = 0; step <= most; step += 1) {
        const next = new Map();
        for (let k = -step; k <= step; k += 2) {
            const down = goesDown(reach, k, step);
            let x = down ? reach.get(k + 1) ?? 0 : reach.get(k - 1) + 1;
            while (x < before.length && x - k < after.length && before[x] === after[x - k]) x += 1;
            next.set(k, x);
            work += 1;
            if (x >= before.length && x - k >= after.length) {
                trace.push(next);
                return walkBack(trace, before, after);
            }
        }
        trace.push(next);
        reach = next;
        if (work > EFFORT * 25) return null;
    }
    return null;
}

/**
 * @param {string} oldText
 * @param {string} newText
 * @returns {{op: " "|"-"|"+", text: string, old?: number, new?: number}[]} lines, with their
 *     numbers from 1 on each side
 */
export function lineDiff(oldText, newText) {
    const before = lines(oldText);
    const after = lines(newText);
    const shorter = Math.min(before.length, after.length);
    let start = 0;
    while (start < shorter && before[start] === after[start]) start += 1;
    let end = 0;
    while (
        end < shorter - start
        && before[before.length - 1 - end] === after[after.length - 1 - end]
    ) end += 1;
    const oldMiddle = before.slice(start, before.length - end);
    const newMiddle = after.slice(start, after.length - end);
    const middle = myers(oldMiddle, newMiddle)
        ?? [...oldMiddle.map((line) => ["-", line]), ...newMiddle.map((line) => ["+", line])];
    const all = [
        ...before.slice(0, start).map((line) => [" ", line]), ...middle,
        ...before.slice(before.length - end).map((line) => [" ", line]),
    ];
    return number(all, 1, 1);
}

function number(edits, firstOld, firstNew) {
    let [oldLine, newLine] = [firstOld, firstNew];
    return edits.map(([op, text]) => {
        const row = {op, text};
        if (op !== "+") row.old = oldLine++
        if (op !== "-") row.new = newLine++
        return row;
    });
}

/** The parts of a difference that hold changes, with some lines around each. */
export function hunks(rows, around = 3) {
    const result = [];
    let from = -1;
    let last = -1;
    rows.forEach((row, index) => {
        if (row.op === " ") return;
        if (from < 0 || index - last > around * 2 + 1) {
            if (from >= 0) result.push(rows.slice(from, Math.min(rows.length, last + around + 1)));
            from = Math.max(0, index - around);
        }
        last = index;
    });
    if (from >= 0) result.push(rows.slice(from, Math.min(rows.length, last + around + 1)));
    return result;
}

/** How many lines came and went. */
export function counts(rows) {
    return {
        added: rows.filter((row) => row.op === "+").length,
        removed: rows.filter((row) => row.op === "-").length,
    };
}

/** Hunks from the lines of a unified difference, as the server and `git` write it. */
export function unifiedHunks(text) {
    const result = [];
    for (const line of text) {
        const head = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
        if (head) {
            result.push({old: +head[1], new: +head[2], edits: []});
        } else if (result.length > 0 && /^[ +-]/.test(line)) {
            result[result.length - 1].edits.push([line[0], line.slice(1)]);
        }
    }
    return result.map((hunk) => number(hunk.edits, hunk.old, hunk.new));
}
