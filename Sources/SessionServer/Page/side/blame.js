// Who wrote each line of a file, and in answer to which prompt.

import {el} from "../dom/el.js";
import {exact} from "../dom/time.js";
import {travel} from "../app/travel.js";
import {turnBounds} from "../conversation/line.js";
import {plainText} from "../text/draw.js";
import {nothing} from "./asking.js";
import {codeView} from "./code-view.js";
import {contentAt, linesOf} from "./content.js";
import {at, promptsOf, sessionPath} from "./moments.js";

/** Whether two lines came in with the same event. */
function isSame(one, other) {
    return one && other && one.position === other.position
        && one.prompt?.revision === other.prompt?.revision;
}

function words(line) {
    if (line.prompt?.text) return line.prompt.text.split("\n", 1)[0];
    return line.certainty === "older" ? "^ before" : line.actor.replace(/^\w+:/, "");
}

function gutter(store, line, before) {
    if (isSame(line, before)) return el("span.blame-who");
    const title = [
        line.prompt?.text?.slice(0, 300), `${line.branch ?? ""}@${line.revision} by ${line.actor}`,
        line.model && `model ${line.model}`, exact(line.occurredAt),
        line.certainty === "older" && "was there before the first recorded change",
    ].filter(Boolean).join("\n");
    const point = line.prompt ?? {branch: line.branch, revision: line.revision};
    return el("button.blame-who.cut", {
        type: "button", title, tabIndex: -1,
        onclick: () => travel(store,
            {branch: branchWith(store.state, point), revision: point.revision}),
    }, plainText(words(line)));
}

/** The branch that is shown, where its line goes through the point; else the point's own. */
function branchWith({branches, moment}, {branch, revision}) {
    let at = branches.find((one) => one.name === moment.branch);
    let last = Infinity;
    while (at) {
        if (at.name === branch && revision <= last) return moment.branch;
        const {fork} = at;
        if (!fork) break;
        last = fork.revision;
        at = branches.find((one) => one.name === fork.branch);
    }
    return branch ?? moment.branch;
}

/** Draws the lines with their origins. */
export async function drawBlame(context, {path, signal}) {
    const {store, api} = context;
    const {moment} = store.state;
    const file = await contentAt(context, path, at(store.state), signal);
    if (!file) return nothing("Not there at this moment", "It came later, or was removed before.");
    if (file.text === undefined) return nothing("No lines to tell of", file.unknown);
    const [{lines}, prompts] = await Promise.all([
        api.get(`${sessionPath(store.state)}/blame`, {path, at: at(store.state)}, {signal}),
        promptsOf(context, signal),
    ]);
    if (lines.length === 0) return nothing("The file is empty");
    const {from} = turnBounds(prompts, moment.revision);
    const isNew = (line) => line.revision >= from && line.certainty !== "older";
    return codeView(linesOf(file.text, path), {
        label: `Who wrote ${path}`,
        gutter: (index) => lines[index] && gutter(store, lines[index], lines[index - 1]),
        name: (index) => lines[index] && isNew(lines[index]) ? "is-new" : "",
    });
}
