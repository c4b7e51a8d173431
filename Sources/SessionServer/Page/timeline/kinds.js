// How each kind of event is told apart on the timeline: by its shape first, by its colour second.

/** The sorts that the timeline tells apart, in the order in which density stacks them. */
export const sorts = ["prompt", "answer", "call", "result", "file", "setting", "merge", "note",
    "error", "other"];

/** A sort's word for people, its shape, and the name of its colour among the tokens. */
export const looks = {
    prompt: {word: "prompt", shape: "disc", colour: "accent"},
    answer: {word: "answer", shape: "ring", colour: "ink"},
    call: {word: "tool call", shape: "triangle", colour: "amber"},
    result: {word: "tool result", shape: "openTriangle", colour: "amber"},
    file: {word: "file change", shape: "square", colour: "green"},
    setting: {word: "setting", shape: "diamond", colour: "quiet"},
    merge: {word: "merge", shape: "mergeRing", colour: "violet"},
    note: {word: "note", shape: "dash", colour: "quiet"},
    error: {word: "error", shape: "cross", colour: "red"},
    other: {word: "other record", shape: "dot", colour: "quiet"},
};

const sortOfKind = {
    "prompt.submitted": "prompt",
    "response.received": "answer",
    "response.streamed": "answer",
    "response.failed": "error",
    "tool.called": "call",
    "tool.returned": "result",
    "file.changed": "file",
    "setting.changed": "setting",
    "title.changed": "setting",
    "editor.changed": "setting",
    "explorer.changed": "setting",
    "terminal.changed": "setting",
    "branch.merged": "merge",
    "command.given": "note",
    "note.added": "note",
};

/** The sort of a kind, whatever became of the event. */
export function sortOf(kind) {
    return sortOfKind[kind] ?? "other";
}

/** The sort of a row: what failed is an error, whatever it was. */
export function sortOfRow(row) {
    return hasFailed(row) ? "error" : sortOf(row.kind);
}

/** Whether a row tells of something that failed. */
export function hasFailed(row) {
    return row.failed === true || row.kind === "response.failed"
        || (row.kind === "tool.returned" && row.text.startsWith("(error) "));
}

/** Counts by sort, of counts by kind; what failed is taken out of the results. */
export function countsBySort(kinds, failures = 0) {
    const counts = {};
    for (const [kind, count] of Object.entries(kinds)) {
        const sort = sortOf(kind);
        counts[sort] = (counts[sort] ?? 0) + count;
    }
    const failedResults = Math.max(failures - (kinds["response.failed"] ?? 0), 0);
    if (failedResults > 0) {
        counts.error = (counts.error ?? 0) + failedResults;
        counts.result = Math.max((counts.result ?? 0) - failedResults, 0);
    }
    return counts;
}
