// Draws one event of the line as the conversation shows it, with what can be done with it.

import {el, fill} from "../dom/el.js";
import {copyButton, openFullScreen} from "../text/long-text.js";
import {codeText, plainText} from "../text/draw.js";
import {languageNamed} from "../text/languages.js";
import {timeEl, clock} from "../dom/time.js";
import {drawPart} from "./draw-answer.js";
import {drawCall, drawFileChange, endOfCall} from "./draw-call.js";
import {actorName, drawCommand, drawPrompt} from "./draw-turn.js";
import {messageOf} from "./message.js";

/** The text of a note, fetched whole where its row may hold its beginning only. */
function wholeText(view, row, node) {
    view.event(row.position).then((event) => {
        const parts = messageOf(event).parts.map(drawPart).filter(Boolean);
        if (parts.length > 0) node.replaceChildren(...parts);
    }).catch(() => {});
    return node;
}

function drawNote(view, {row}) {
    const isOutput = /^<(?:local-command|bash)-std/.test(row.text);
    const text = row.text.replace(/<\/?(?:local-command|bash)-std(?:out|err)>/g, "").trim();
    const isOfPerson = row.actor.startsWith("user:");
    if (isOutput || !isOfPerson) {
        return el("p.remark", {}, plainText(text || "(no output)"));
    }
    return el("div.note", {},
        el("span.note-who", {}, "Note of ", plainText(actorName(row.actor)), " · ",
            timeEl(row.occurredAt, clock)),
        wholeText(view, row, el("div.note-text", {}, plainText(text))));
}

function drawContext(view, {row}) {
    const text = el("div.compacted-text");
    const details = el("details.compacted", {
        ontoggle: () => {
            if (details.open && !text.firstChild) wholeText(view, row, text);
        },
    }, el("summary", {}, "Conversation compacted: what the model goes on with"), text);
    return details;
}

function drawMerge({row}) {
    return el("p.merged", {}, el("span.mark.ring", {"aria-hidden": "true"}), "Merged ",
        plainText(row.text));
}

function drawRecord({row}) {
    return el("p.record", {}, el("span.record-kind", {}, row.label), plainText(row.text, "code"));
}

function drawSaid(view, entry) {
    const {message, row} = entry;
    const parts = message?.parts.map(drawPart).filter(Boolean) ?? [];
    if (parts.length > 0) return parts;
    return message ? null : plainText(row.text);
}

function drawSort(view, entry) {
    switch (entry.sort) {
    case "prompt": return drawPrompt(view, entry);
    case "command": return drawCommand(entry);
    case "answer": return drawSaid(view, entry);
    case "failure":
        return el("div.failure", {role: "note"}, el("strong", {}, "The request failed"),
            plainText(entry.row.text));
    case "call": return drawCall(view, entry);
    case "note": return drawNote(view, entry);
    case "context": return drawContext(view, entry);
    case "merge": return drawMerge(entry);
    case "result": return el("p.remark", {}, plainText(entry.row.text));
    case "file": return drawFileChange(view, entry.row);
    default: return drawRecord(entry);
    }
}

/** The event as the server gives it. */
function rawView(view, row) {
    const node = el("div.raw", {}, el("p.waiting", {}, "Loading the event"));
    view.event(row.position).then((event) => {
        const text = JSON.stringify(event, null, 2);
        const json = languageNamed("json");
        const cut = text.length > 20_000;
        fill(node,
            el("pre.output", {tabIndex: 0, "aria-label": "The event as JSON"},
                codeText(cut ? text.slice(0, 20_000) : text, json)),
            cut ? el("button.more", {
                type: "button", onclick: () => openFullScreen(`#${row.position}`, text),
            }, "Show all of it") : null);
    }).catch((error) => node.replaceChildren(el("p.wrong", {role: "alert"}, error.message)));
    return node;
}

function sayable(entry) {
    const parts = entry.message?.parts ?? [];
    const texts = parts.map((part) => part.type === "call"
        ? `${part.name} ${JSON.stringify(part.arguments)}` : part.text ?? "");
    return texts.filter(Boolean).join("\n\n") || entry.row.text;
}

function tools(view, entry) {
    const {row} = entry;
    const isRaw = view.raw.has(row.revision) !== view.isRaw();
    return el("div.entry-tools", {},
        el("span.entry-place", {}, `${view.branch}@${row.revision}`),
        copyButton(() => sayable(entry)),
        el("button.button.small.quiet", {
            type: "button", "aria-pressed": String(isRaw), title: "The event as JSON",
            onclick: (event) => {
                event.stopPropagation();
                if (view.raw.has(row.revision)) view.raw.delete(row.revision);
                else view.raw.add(row.revision);
                view.refresh(row.revision);
            },
        }, "JSON"),
        ["answer", "prompt", "note"].includes(entry.sort) && el("button.button.small.quiet", {
            type: "button",
            onclick: (event) => {
                event.stopPropagation();
                openFullScreen(`${view.branch}@${row.revision}`, sayable(entry),
                    () => el("div.column", {}, drawSort(view, entry)));
            },
        }, "Full screen"));
}

/** Whether a person meant to go there: not where they pressed a control or chose text. */
function isPlainClick(event) {
    return !event.target.closest("button, a, summary, input, pre, dialog")
        && (getSelection()?.isCollapsed ?? true);
}

/**
 * @param {object} view what conversation.js gives
 * @param {{row: object, sort: string, message: object|null}} entry
 */
export function drawEntry(view, entry) {
    const {row, sort} = entry;
    const last = sort === "call" ? endOfCall(view, row) : row.revision;
    const isRaw = view.raw.has(row.revision) !== view.isRaw();
    const body = row.erased
        ? el("p.erased", {}, "Erased",
            el("span.faint", {}, plainText(row.text.replace("(erased)", ""))))
        : drawSort(view, entry);
    if (body === null) return null;
    return el(`article.entry.is-${sort}`, {
        "data-revision": row.revision, "data-last": last,
        "aria-label": `${row.label}, ${view.branch}@${row.revision}`,
        onclick: (event) => { if (isPlainClick(event)) view.go(last) },
    }, body, isRaw ? rawView(view, row) : null, tools(view, entry));
}
