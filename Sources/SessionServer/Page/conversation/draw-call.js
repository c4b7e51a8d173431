// Draws a call of a tool as a card of one line that opens: what it was given, what it changed, what
// came back.

import {isSubagent} from "../app/branches.js";
import {el} from "../dom/el.js";
import {duration} from "../dom/number.js";
import {counts, hunks, lineDiff, unifiedHunks} from "../text/diff.js";
import {drawCounts, drawDiff} from "../text/draw-diff.js";
import {codeText, outputText, plainText} from "../text/draw.js";
import {languageNamed, languageOf} from "../text/languages.js";
import {longText} from "../text/long-text.js";
import {drawImage, drawPart} from "./draw-answer.js";
import {detailOf, isFailed, nameOf} from "./line.js";
import {messageOf, resultImages, resultText} from "./message.js";
import {describeCall, shortPath} from "./tools.js";

/** Characters of a result that a closed card shows. */
const glance = 140;

/** The rows of a call: its results and file changes, the last revision of all. */
function belonging(view, row) {
    const results = view.source.pairing.results.get(row.revision) ?? [];
    const files = view.source.pairing.files.get(row.revision) ?? [];
    const last = Math.max(row.revision, ...results.map((one) => one.revision),
        ...files.map((one) => one.revision));
    return {results, files, last};
}

function tookText(row, result) {
    if (!result) return "";
    const seconds = (new Date(result.occurredAt) - new Date(row.occurredAt)) / 1000;
    return seconds >= 0.05 ? duration(seconds) : "";
}

/** The branch of the subagent that a call began, if it is known. */
function subagentOf(view, row) {
    return view.branches().find((branch) => branch.fork?.branch === row.branch
        && branch.fork.revision === row.revision && isSubagent(branch.name));
}

/** The difference that a call's arguments tell. */
function toldDiff(edits) {
    return edits.flatMap((edit) => hunks(lineDiff(edit.old, edit.new), 2));
}

/** Draws what changed as the files themselves tell it, once the server has answered. */
async function drawExact(view, file, node, counted, isOpen) {
    const found = await view.difference(file);
    if (!found) return;
    const exact = unifiedHunks(found.lines ?? []).flatMap((rows) => hunks(rows, isOpen ? 3 : 1));
    const language = languageOf(file.subject ?? "");
    if (exact.length > 0) node.replaceChildren(drawDiff(exact, {language, limit: limitOf(isOpen)}));
    counted.replaceChildren(drawCounts(found));
}

/** Rows of a difference that a card shows at first. */
function limitOf(isOpen) {
    return isOpen ? 400 : 24;
}

function drawEdits(view, about, files, {counted, isOpen}) {
    const told = toldDiff(about.edits);
    if (told.length === 0 && files.length === 0) return null;
    counted.replaceChildren(drawCounts(counts(told.flat())));
    const limit = limitOf(isOpen);
    const parts = files.length > 0 ? files : [null];
    return parts.map((file) => {
        const language = languageOf(about.path || file?.subject || "");
        const node = el("div.card-diff", {}, drawDiff(told, {language, limit}));
        // What the arguments tell is good enough where the server cannot tell more.
        if (file) drawExact(view, file, node, counted, isOpen).catch(() => {});
        return node;
    });
}

function drawTodos(todos) {
    const marks = {completed: "☑", in_progress: "◐"};
    return el("ul.todos", {}, todos.map((todo) => el("li", {class: todo.state},
        el("span", {role: "img", "aria-label": todo.state || "open"}, marks[todo.state] ?? "☐"),
        plainText(todo.text))));
}

/** What the tool was given, as far as the head of the card does not say it. */
function drawArguments(part, about) {
    if (about.todos.length > 0) return drawTodos(about.todos);
    if (about.command) {
        return el("pre.given", {tabIndex: 0}, codeText(about.command, languageNamed("sh")));
    }
    const given = part.arguments;
    if (given === null || given === undefined || about.edits.length > 0) return null;
    if (typeof given !== "object") return el("pre.given", {tabIndex: 0}, plainText(String(given)));
    return el("dl.arguments", {}, Object.entries(given).map(([name, value]) => [
        el("dt", {}, name),
        el("dd", {}, typeof value === "string" ? longText(value, {title: name, lines: 12})
            : el("code", {}, JSON.stringify(value))),
    ]));
}

/** The result, fetched when somebody wants to see it. */
function drawResult(view, result, part, title) {
    const node = el("div.result", {"aria-busy": "true"}, el("p.waiting", {}, "Loading the result"));
    view.event(result.position).then((event) => {
        node.removeAttribute("aria-busy");
        const parts = messageOf(event).parts.filter((one) => one.type === "result");
        const mine = parts.find((one) => one.id === part.id) ?? parts[0];
        if (!mine) {
            node.replaceChildren(el("p.absent", {}, event.erased ? "Erased" : "Nothing came back"));
            return;
        }
        const text = resultText(mine.value).replace(/<\/?tool_use_error>/g, "");
        node.classList.toggle("failed", mine.error);
        node.replaceChildren(
            text === "" ? el("p.absent", {}, "No output") : longText(text, {title}),
            ...resultImages(mine.value).map(drawImage));
    }).catch((error) => {
        node.removeAttribute("aria-busy");
        node.replaceChildren(el("p.wrong", {role: "alert"}, error.message));
    });
    return node;
}

/** What a closed card tells of its result. */
function glimpse(result) {
    if (!result || result.erased) return null;
    const text = result.text.replace(/^\(error\) /, "").replace(/<\/?tool_use_error>/g, "");
    if (text.trim() === "" || text === "(empty)") return null;
    const isCut = text.length > glance;
    return el("div.glimpse.cut", {class: isFailed(result) ? "failed" : ""},
        outputText(isCut ? text.slice(0, glance) + "…" : text));
}

function cardHead(view, row, part, about, state) {
    const {results, isOpen, counted, toggle} = state;
    const result = results[0];
    const failed = result && isFailed(result);
    const agent = about.isSubagent ? subagentOf(view, row) : null;
    const shape = about.edits.length > 0 ? "square" : failed ? "cross" : "triangle";
    const detail = about.path ? shortPath(about.path, view.folder()) : about.detail;
    const button = el("button.card-head", {
        type: "button", "aria-expanded": String(isOpen), onclick: toggle,
    },
    el(`span.mark.${shape}`, {"aria-hidden": "true"}),
    el("strong.card-name", {}, plainText(part.name || nameOf(row))),
    el("span.card-detail.cut", {class: about.command || about.path ? "mono" : ""},
        plainText(detail || detailOf(row))),
    counted,
    failed ? el("span.card-state.failed", {}, "failed") : null,
    el("span.card-time", {}, result ? tookText(row, result) : "no result"));
    if (!agent) return button;
    return el("div.card-line", {}, button, el("button.branch-link", {
        type: "button", title: `To what the subagent did, on ${agent.name}`,
        onclick: (event) => {
            event.stopPropagation();
            const first = Math.min(agent.fork.revision + 1, agent.head);
            view.travel({branch: agent.name, revision: first});
        },
    }, "→ ", plainText(agent.name)));
}

function drawCard(view, row, part, index) {
    const {results, files, last} = belonging(view, row);
    const about = describeCall(part.name || nameOf(row), part.arguments);
    if (!about.path && files.length > 0) about.path = files[0].subject ?? "";
    const key = `${row.revision}/${index}`;
    const isOpen = view.open.has(key);
    const counted = el("span.card-counts");
    const mine = results.length > 1 ? [results[index] ?? results[0]] : results;
    const toggle = (event) => {
        event.stopPropagation();
        if (isOpen) view.open.delete(key);
        else view.open.add(key);
        view.refresh(row.revision);
        if (!isOpen) view.go(last);
    };
    const diff = drawEdits(view, about, index === 0 ? files : [], {counted, isOpen});
    const title = [part.name, about.detail].filter(Boolean).join(" ");
    return el("section.card", {
        class: [about.edits.length > 0 ? "edit" : "", isOpen ? "opened" : ""].join(" "),
        "data-last": last,
    },
    cardHead(view, row, part, about, {results: mine, isOpen, counted, toggle}),
    diff,
    isOpen ? el("div.card-body", {}, drawArguments(part, about),
        mine.map((result) => drawResult(view, result, part, title)))
        : diff && !mine.some(isFailed) ? null : glimpse(mine[0]));
}

/** An answer that holds calls: its other parts, and a card for each call. */
export function drawCall(view, {row, message}) {
    const parts = message?.parts.length ? message.parts
        : [{type: "call", id: null, name: nameOf(row), arguments: undefined}];
    let calls = 0;
    return parts.map((part) => part.type === "call" ? drawCard(view, row, part, calls++)
        : drawPart(part));
}

/** A change of a file that no call of a tool brought about: somebody made it by hand. */
export function drawFileChange(view, row) {
    const counted = el("span.card-counts");
    const body = el("div.card-diff");
    drawExact(view, row, body, counted, false).catch(() => {});
    return el("section.card.edit", {},
        el("div.card-head.is-plain", {}, el("span.mark.square", {"aria-hidden": "true"}),
            el("strong.card-name", {}, plainText(row.actor.replace(/^\w+:/, ""))),
            el("span.card-detail.mono.cut", {title: row.subject},
                plainText(shortPath(row.subject ?? "", view.folder()))), counted), body);
}

/** The last revision of what a call brought about: where one is after it. */
export function endOfCall(view, row) {
    return belonging(view, row).last;
}
