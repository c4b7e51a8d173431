// Events as rows of a table: what is in each column, how they sort, how they are written out. Pure.

import {messageOf, resultText} from "../conversation/message.js";

/** Characters of an event that a row tells. */
const longest = 300;

/** @type {{id: string, title: string, of: (row: object) => any}[]} */
export const columns = [
    {id: "time", title: "Time", of: (row) => row.occurredAt},
    {id: "actor", title: "Actor", of: (row) => row.actor},
    {id: "kind", title: "Kind", of: (row) => row.kind},
    {id: "subject", title: "Subject", of: (row) => row.subject ?? ""},
    {id: "text", title: "What", of: (row) => row.text},
    {id: "place", title: "Place", of: (row) => row.position},
];

/** Words for kinds that are not the end of the kind's own name. */
const words = {
    "prompt.submitted": "prompt", "response.received": "response", "response.failed": "failure",
    "response.streamed": "piece", "tool.called": "call", "tool.returned": "result",
    "note.added": "note", "command.given": "command", "file.changed": "file", "setting.changed": "setting",
    "title.changed": "title", "editor.changed": "editor", "explorer.changed": "explorer",
    "terminal.changed": "terminal", "context.built": "context", "request.sent": "request",
    "foreign.recorded": "record", "tag.set": "tag", "hold.set": "hold",
};

/** What happened, in a word. */
export function wordOf(kind) {
    return words[kind] ?? kind.split(".").at(-1);
}

function said(event) {
    const parts = messageOf(event).parts.map((part) => {
        switch (part.type) {
        case "call": return `${part.name} ${JSON.stringify(part.arguments) ?? ""}`;
        case "result": return (part.error ? "(error) " : "") + resultText(part.value);
        case "thinking": return `(thinking) ${part.text}`;
        default: return part.text ?? `[${part.name ?? part.type}]`;
        }
    });
    return parts.filter(Boolean).join(" ");
}

function about(event) {
    const {data} = event;
    if (event.erased) return "(erased)";
    const text = said(event);
    if (text) return text;
    if (data === null || typeof data !== "object") return String(data ?? "");
    if (data.value !== undefined) return JSON.stringify(data.value);
    return data.title ?? data.name ?? data.reason ?? JSON.stringify(data);
}

/** The row of an event. */
export function rowOf(event) {
    return {
        position: event.position, revision: Number(event.sequence), branch: event.branch ?? null,
        kind: event.type, actor: event.actor, subject: event.subject, occurredAt: event.time,
        erased: event.erased === true,
        text: about(event).slice(0, longest * 2).replace(/\s+/g, " ").trim().slice(0, longest),
    };
}

/** Where an event is: main@61, or its position where every branch sees it. */
export function placeOf(row) {
    return row.branch ? `${row.branch}@${row.revision}` : `#${row.position}`;
}

/** Rows in another order; rows that are equal keep theirs. */
export function sorted(rows, {column, descending}) {
    const {of} = columns.find((one) => one.id === column) ?? columns.at(-1);
    const compare = (one, other) => {
        const [a, b] = [of(one), of(other)];
        return a < b ? -1 : a > b ? 1 : one.position - other.position;
    };
    const result = rows.toSorted(compare);
    return descending ? result.reverse() : result;
}

/**
 * A field of a table for other programs. What begins like a formula gets a sign before it, for a
 * program that calculates would do what a session says.
 */
function field(value) {
    const text = String(value ?? "");
    const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll("\"", "\"\"")}"` : harmless
}

/** Rows as comma-separated values (RFC 4180). */
export function csvOf(rows) {
    const head = ["time", "actor", "kind", "subject", "branch", "revision", "position", "text"];
    const lines = rows.map((row) => [row.occurredAt, row.actor, row.kind, row.subject, row.branch,
        row.revision, row.position, row.text].map(field).join(","));
    return [head.join(","), ...lines].join("\r\n") + "\r\n";
}
