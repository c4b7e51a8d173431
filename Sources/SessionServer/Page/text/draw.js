// Draws text of a session: hidden characters are seen, colours of a terminal are colours, the
// direction of a text reaches no further than the text.

import {el} from "../dom/el.js";
import {ansiRuns, hasEscapes} from "./ansi.js";
import {highlightedLines} from "./highlight.js";
import {visibleRuns} from "./visible.js";

/** Hidden characters of a text that are drawn one by one; what is behind them is drawn as it is. */
const most = 2_000;

function append(parent, text) {
    const runs = visibleRuns(text);
    runs.forEach((run, index) => {
        if (run.text !== undefined) parent.append(run.text);
        else if (index < most) parent.append(el("span.unseen", {title: run.name}, run.code));
    });
    return parent;
}

/** Text as it is, on its own direction. */
export function plainText(text, name = "bdi") {
    return append(el(name, {dir: "auto"}), text);
}

function classesOf(run) {
    const names = [];
    const [front, back] = run.inverse
        ? [run.background ?? "back", run.foreground ?? "front"]
        : [run.foreground, run.background];
    if (front !== undefined) names.push(`ansi-${front}`);
    if (back !== undefined) names.push(`ansi-on-${back}`);
    for (const name of ["bold", "dim", "italic", "underline", "strike"]) {
        if (run[name]) names.push(`ansi-${name}`);
    }
    return names.join(" ");
}

/** The output of a program, with its colours. */
export function outputText(text) {
    if (!hasEscapes(text) && !text.includes("\r")) return plainText(text);
    return outputRuns(ansiRuns(text));
}

/** Runs of `ansi.js`, such as those of one line. */
export function outputRuns(runs) {
    const node = el("bdi", {dir: "auto"});
    for (const run of runs) {
        const name = classesOf(run);
        append(name ? node.appendChild(el("span", {class: name})) : node, run.text);
    }
    return node;
}

/** The tokens of one line of code. */
export function codeLine(tokens) {
    const node = el("bdi", {dir: "ltr"});
    for (const {kind, text} of tokens) {
        append(kind === "plain" ? node : node.appendChild(el(`span.code-${kind}`)), text);
    }
    return node;
}

/** Code, coloured by what is known of its language. */
export function codeText(code, language) {
    const node = el("code", {dir: "ltr"});
    highlightedLines(code, language).forEach((tokens, index) => {
        if (index > 0) node.append("\n");
        node.append(codeLine(tokens));
    });
    return node;
}
