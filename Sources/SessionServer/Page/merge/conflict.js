// One conflict of a merge: ours, base and theirs to look at, and what shall be taken.

import {el, fill} from "../dom/el.js";
import {hunks, lineDiff} from "../text/diff.js";
import {drawDiff} from "../text/draw-diff.js";
import {plainText} from "../text/draw.js";
import {languageOf} from "../text/languages.js";
import {mergeTexts} from "../text/merge.js";

const names = {ours: "Ours", base: "Base", theirs: "Theirs"};
const reasons = {
    content: "Both changed the same lines", value: "Both set another value",
    removed: "One changed it, the other removed it",
};

function valueText(value) {
    if (!value) return null;
    if (value.removed) return "";
    return typeof value.value === "string" ? value.value : JSON.stringify(value.value, null, 2);
}

/** The three texts of a conflict; null where a side has none. */
async function textsOf(api, path, conflict, points) {
    const {ours, theirs, bases, kind, subject} = conflict;
    const values = {ours, theirs, base: bases[0]};
    if (kind !== "file.changed") {
        return Object.fromEntries(
            Object.entries(values).map(([name, one]) => [name, valueText(one)]));
    }
    const own = points.into.branch;
    const branches = {ours: own, theirs: points.theirs.branch, base: own};
    const entries = Object.entries(values).map(async ([name, one]) => {
        if (!one || one.removed || one.unknown) return [name, one?.removed ? "" : null];
        const at = `${branches[name]}@${one.revision}`;
        const file = await api.get(`${path}/content`, {path: subject, at});
        return [name, file.text ?? null];
    });
    return Object.fromEntries(await Promise.all(entries));
}

function drawSide(name, value, texts, subject) {
    const text = texts[name];
    if (!value) return el("p.absent", {}, "Not there");
    if (text === null) return el("p.absent", {}, value.unknown ?? "It is no text");
    const base = texts.base ?? "";
    const rows = name === "base" ? [] : hunks(lineDiff(base, text), 2);
    if (rows.length > 0) return drawDiff(rows, {language: languageOf(subject), limit: 60});
    return el("pre.output", {tabIndex: 0, "aria-label": names[name]},
        plainText(text.slice(0, 4000)));
}

/** A field in which the file is put together by hand. */
function editor(texts, {text}, changed) {
    const merged = text ?? mergeTexts(texts.base ?? "", texts.ours ?? "", texts.theirs ?? "").text;
    const warning = el("p.faint", {});
    const field = el("textarea.field.merge-edit", {
        value: merged, rows: Math.min(24, merged.split("\n").length + 1), spellcheck: false,
        "aria-label": "What the file shall hold",
        oninput: () => tell(),
    });
    function tell() {
        const isOpen = /^(?:<{7} |={7}$|>{7} )/m.test(field.value);
        warning.textContent = isOpen ? "There are marks of a conflict in it still." : "";
        changed(field.value, isOpen);
    }
    tell();
    return el("div", {}, field, warning);
}

/**
 * @param {object} api
 * @param {string} path of the session
 * @param {object} conflict as the server tells it
 * @param {{ours: object, theirs: object}} points
 * @param {object|undefined} answer what was answered: `{as}`, or `{text}`
 * @param {(answer: object|null) => void} answered
 */
export function drawConflict(api, path, conflict, points, answer, answered) {
    const {kind, subject, reason, bases} = conflict;
    const isFile = kind === "file.changed";
    const sides = el("div.merge-sides", {}, el("p.waiting", {}, "Loading"));
    const buttons = el("div.choices", {role: "group", "aria-label": `Take for ${subject ?? kind}`});
    const edit = el("div.merge-editor");
    const state = el("span.merge-state");
    let texts = null;
    let chosen = answer ? {...answer} : null;

    function choose(next) {
        chosen = next;
        drawButtons();
        answered(next);
    }

    function drawButtons() {
        const button = (id, title, isPossible) => el("button", {
            type: "button", disabled: !isPossible, "aria-pressed": String(chosen?.as === id),
            onclick: () => {
                fill(edit);
                choose({as: id});
            },
        }, title);
        fill(buttons, button("ours", "Ours", true), button("base", "Base", bases.length > 0),
            button("theirs", "Theirs", true),
            isFile && el("button", {
                type: "button", disabled: !texts,
                "aria-pressed": String(chosen?.text !== undefined),
                onclick: () => beginEdit(),
            }, "Edit"));
        state.textContent = chosen ? "answered" : "open";
        state.classList.toggle("is-open", !chosen);
    }

    function beginEdit() {
        fill(edit, editor(texts, chosen ?? {}, (text, isOpen) => choose(isOpen ? null : {text})));
        edit.querySelector("textarea").focus();
    }

    async function load() {
        try {
            texts = await textsOf(api, path, conflict, points);
            const values = {ours: conflict.ours, base: bases[0], theirs: conflict.theirs};
            fill(sides, Object.entries(values).map(([name, value]) => el("div.merge-side", {},
                el("h4", {}, names[name], value && el("span.faint", {}, ` @${value.revision}`)),
                drawSide(name, value, texts, subject ?? ""))));
            drawButtons();
        } catch (error) {
            fill(sides, el("p.wrong", {role: "alert"}, error.message));
        }
    }

    drawButtons();
    load();
    return el("section.conflict", {"aria-label": `Conflict: ${subject ?? kind}`},
        el("header", {}, el("strong.cut", {title: subject}, plainText(subject ?? kind)),
            el("span.faint", {}, reasons[reason] ?? reason), state, buttons),
        sides, edit);
}
