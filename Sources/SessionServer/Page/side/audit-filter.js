// The fields by which an audit is filtered.

import {el} from "../dom/el.js";

const kinds = ["prompt", "command", "response", "failure", "call", "result", "file", "setting", "title",
    "note", "context", "request", "merged", "forked", "tag", "redacted", "sealed", "hold",
    "record"];

/** A time as a person writes it, in their zone; undefined where it is none. */
function timeOf(text) {
    const date = new Date(text?.trim() || NaN);
    return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** What the server is asked with. Pure. */
export function queryOf({actor, kind, subject, text, since, until}) {
    return {
        actor: actor || undefined, kind: kind || undefined, subject: subject || undefined,
        text: text || undefined, since: timeOf(since), until: timeOf(until),
    };
}

/**
 * @param {object} values what is chosen; changed in place
 * @param {() => void} changed
 */
export function filterFields(values, changed) {
    const set = (name) => (event) => {
        values[name] = event.target.value.trim();
        changed();
    };
    const text = (name, label, hint) => el("input.field", {
        type: "search", value: values[name] ?? "", placeholder: hint, "aria-label": label,
        spellcheck: false, onchange: set(name),
        onkeydown: (event) => { if (event.key === "Enter") set(name)(event) },
    });
    const time = (name, label) => {
        const field = text(name, label, `${label}: 2026-03-14 09:30`);
        field.addEventListener("change", () => {
            const isWrong = field.value.trim() !== "" && timeOf(field.value) === undefined;
            field.setAttribute("aria-invalid", String(isWrong));
        });
        return field;
    };
    return el("div.audit-fields", {role: "search", "aria-label": "Filter of the audit"},
        el("select.field", {"aria-label": "Kind", onchange: set("kind")},
            el("option", {value: ""}, "All kinds"),
            kinds.map((kind) => el("option", {value: kind, selected: kind === values.kind}, kind))),
        text("actor", "Actor", "Actor: user:ana, model:*"),
        text("subject", "Subject", "Subject: a path, a name"),
        text("text", "Text", "Text in it"),
        time("since", "Since"), time("until", "Until"));
}
