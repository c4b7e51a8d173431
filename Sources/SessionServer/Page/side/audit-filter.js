// The fields by which an audit is filtered.

import {el} from "../dom/el.js";

const kinds = ["prompt", "response", "failure", "call", "result", "file", "setting", "title", "note",
    "context", "request", "merged", "forked", "tag", "redacted", "sealed", "hold", "record"];

/** What the server is asked with. Pure. */
export function queryOf({actor, kind, subject, text, since, until}) {
    const time = (value) => value ? new Date(value).toISOString() : undefined;
    return {
        actor: actor || undefined, kind: kind || undefined, subject: subject || undefined,
        text: text || undefined, since: time(since), until: time(until),
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
    const time = (name, label) => el("label.audit-time", {}, label, el("input.field", {
        type: "datetime-local", step: 1, value: values[name] ?? "", "aria-label": label,
        onchange: set(name),
    }));
    return el("div.audit-fields", {role: "search", "aria-label": "Filter of the audit"},
        el("select.field", {"aria-label": "Kind", onchange: set("kind")},
            el("option", {value: ""}, "All kinds"),
            kinds.map((kind) => el("option", {value: kind, selected: kind === values.kind}, kind))),
        text("actor", "Actor", "Actor: user:ana, model:*"),
        text("subject", "Subject", "Subject: a path, a name"),
        text("text", "Text", "Text in it"),
        time("since", "Since"), time("until", "Until"));
}
