// Draws what a person said, with the quiet header of the turn that it begins.

import {el} from "../dom/el.js";
import {count, plural} from "../dom/number.js";
import {clock, timeEl} from "../dom/time.js";
import {plainText} from "../text/draw.js";
import {costOf, turnBounds} from "./line.js";
import {drawPart} from "./draw-answer.js";

/** The name of an actor without what kind of actor it is: `user:ana` is ana. */
export function actorName(actor) {
    return actor.replace(/^(?:user|model|tool|system):/, "");
}

/** What the turn cost, once the server has told. */
function cost(view, revision) {
    const node = el("span.turn-cost");
    const {from, next} = turnBounds(view.prompts, revision);
    const end = (next ?? view.source.head + 1) - 1;
    view.costs(from - 1, end).then(([before, after]) => {
        const {tools, files, tokens} = costOf(before, after);
        const parts = [
            tools > 0 && plural(tools, "tool"), files > 0 && plural(files, "file"),
            tokens > 0 && `${count(tokens)} tokens`,
        ];
        node.textContent = parts.filter(Boolean).join(" · ");
        const all = after.tokens.total - before.tokens.total;
        const sorts = [["in", "input"], ["out", "output"], ["from cache", "cacheRead"],
            ["to cache", "cacheCreation"]];
        node.title = all <= 0 ? "" : sorts.map(([word, name]) =>
            `${count(after.tokens[name] - before.tokens[name])} ${word}`).join(", ");
    }).catch(() => {});
    return node;
}

/** The header of a turn. */
export function turnHeader(view, row) {
    const {turn} = turnBounds(view.prompts, row.revision);
    return el("div.turn-head", {},
        el("h2.turn-name", {}, turn > 0 ? `Turn ${turn}` : "Turn"),
        el("span.turn-who", {}, plainText(actorName(row.actor)), " · ",
            timeEl(row.occurredAt, clock)),
        el("span.turn-line", {"aria-hidden": "true"}), cost(view, row.revision));
}

/** What a command of the tool was called and given, of its text as it was typed. */
function typed(text) {
    const space = text.search(/\s/);
    return space < 0 ? {name: text, arguments: ""}
        : {name: text.slice(0, space), arguments: text.slice(space + 1)};
}

/** A command of the tool itself: it begins no turn. */
export function drawCommand({row, message}) {
    const command = message?.command ?? typed(row.text);
    return el("p.slash-command", {},
        el("span.command-mark", {"aria-hidden": "true"}, "⌘"),
        el("span.visually-hidden", {}, "Command "),
        el("code", {}, plainText(command.name)),
        command.arguments && plainText(command.arguments));
}

/** A prompt, with the header of its turn. */
export function drawPrompt(view, entry) {
    const {row, message} = entry;
    const parts = message?.parts ?? [{type: "text", text: row.text}];
    const said = message?.command ? drawCommand(entry)
        : el("div.prompt", {}, parts.map(drawPart));
    return [turnHeader(view, row), said];
}
