// What each event of a line is in the conversation: what is shown, and by which card. Pure.

const SHOWN = {
    "prompt.submitted": "prompt", "command.given": "command", "response.received": "answer",
    "response.streamed": "answer", "response.failed": "failure", "tool.called": "call",
    "note.added": "note", "context.built": "context", "branch.merged": "merge",
};

const COMPACTED = /^(?:system: )?(?:Conversation compacted|This session is being continued)/;

/**
 * What a row is shown as.
 *
 * @param {import("../wire/types.js").Row} row
 * @returns {"prompt"|"command"|"answer"|"failure"|"call"|"result"|"file"|"note"|"context"|"merge"
 *     |"record"} `record`: shown where bookkeeping is asked for, and never alone
 */
export function sortOf(row) {
    if (row.kind === "tool.returned") return "result";
    if (row.kind === "file.changed") return "file";
    const sort = row.bookkeeping ? "record" : SHOWN[row.kind] ?? "record";
    if (sort === "context") return COMPACTED.test(row.text) ? "context" : "record";
    return sort;
}

/**
 * Which call each result and file change belongs to, of rows that follow each other.
 *
 * A result says which call led to it where the server tells causes; otherwise it belongs to the
 * oldest call that waits for one.
 */
export class Pairing {
    constructor() {
        /** By revision of a result or file change: the call's revision. */
        this.owner = new Map();
        /** By revision of a call: the rows of its results and of its file changes. */
        this.results = new Map();
        this.files = new Map();
        this.first = 0;
    }

    /** Takes rows, the first ones first; those of before are there already or never come. */
    add(rows) {
        this.first = rows[0]?.revision ?? 0;
        const waiting = [];
        let last = null;
        for (const row of rows) {
            if (row.kind === "tool.called") {
                if (!this.results.has(row.revision)) waiting.push(row);
                last = row;
            } else if (row.kind === "tool.returned") {
                const call = this.callOf(row, waiting);
                if (call !== null) {
                    this.owner.set(row.revision, call);
                    keep(this.results, call, row);
                    last = {revision: call};
                }
            } else if (row.kind === "file.changed") {
                this.addFile(row, waiting, last);
            } else if (row.kind === "prompt.submitted") {
                // Calls that a person interrupted get no result.
                waiting.length = 0;
                last = null;
            }
        }
    }

    callOf(row, waiting) {
        const known = this.owner.get(row.revision);
        const byCause = row.cause ? this.root(row.cause, waiting) ?? this.unseen(row.cause) : null;
        if (byCause === null && known !== undefined) return known;
        const tool = row.actor.replace(/^tool:/, "");
        let index = byCause === null ? -1
            : waiting.findIndex((call) => call.revision === byCause);
        if (byCause !== null && index < 0) return byCause;
        if (index < 0) index = waiting.findIndex((call) => nameOf(call) === tool);
        if (index < 0 && waiting.length === 0) return null;
        return waiting.splice(Math.max(index, 0), 1)[0].revision;
    }

    /** A cause before all rows that are here: what led to a result is its call. */
    unseen(cause) {
        return cause < this.first ? cause : null;
    }

    /** The call that a cause leads to. */
    root(cause, waiting) {
        if (this.owner.has(cause)) return this.owner.get(cause);
        const isCall = this.results.has(cause) || waiting.some((call) => call.revision === cause);
        return isCall ? cause : null;
    }

    addFile(row, waiting, last) {
        const byCause = row.cause ? this.root(row.cause, waiting) : null;
        const call = byCause ?? this.owner.get(row.revision) ?? last?.revision;
        if (call === undefined || call === null || row.actor.startsWith("user:")) return;
        this.owner.set(row.revision, call);
        keep(this.files, call, row);
    }
}

function keep(map, key, row) {
    const rows = map.get(key) ?? [];
    if (!rows.some((one) => one.revision === row.revision)) map.set(key, [...rows, row]);
}

/** The name of the tool that a call's row tells. */
export function nameOf(row) {
    return row.tool ?? row.text.split(" ", 1)[0];
}

/** What a call's row tells behind the name of the tool. */
export function detailOf(row) {
    return row.text.slice(nameOf(row).length).trim();
}

/** Whether a result's row tells of a failure. */
export function isFailed(row) {
    return row.failed === true || row.text.startsWith("(error)");
}

/** The number of the turn that a revision is in, from 1, and 0 before the first prompt. */
export function turnAt(prompts, revision) {
    let low = 0;
    let high = prompts.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if (prompts[middle] <= revision) low = middle + 1;
        else high = middle;
    }
    return low;
}

/** The prompt that begins the turn of a revision and the one that ends it, if there is one. */
export function turnBounds(prompts, revision) {
    const turn = turnAt(prompts, revision);
    return {turn, from: prompts[turn - 1] ?? 1, next: prompts[turn] ?? null};
}

/** What a turn cost: the difference of what two previews count. */
export function costOf(before, after) {
    const tokens = after.tokens.total - before.tokens.total;
    return {
        tools: Math.max(0, after.toolCalls - before.toolCalls),
        files: Math.max(0, after.fileChanges - before.fileChanges),
        tokens: Math.max(0, tokens),
    };
}
