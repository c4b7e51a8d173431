// A file's content at the moment.

import {el} from "../dom/el.js";
import {bytes} from "../dom/number.js";
import {highlightedLines} from "../text/highlight.js";
import {languageOf} from "../text/languages.js";
import {copyButton, openFullScreen} from "../text/long-text.js";
import {nothing} from "./asking.js";
import {codeView} from "./code-view.js";
import {at, sessionPath} from "./moments.js";

/** What a file holds at a moment, or null where it is not there. */
export async function contentAt({store, api}, path, moment, signal) {
    const session = sessionPath(store.state);
    const {files} = await api.get(`${session}/files`, {at: moment}, {signal});
    const file = files.find((one) => one.path === path);
    if (!file || file.removed) return null;
    if (file.unknown) return {unknown: file.unknown};
    return api.get(`${session}/content`, {path, at: moment}, {signal});
}

/** The lines of a text; the end of the last one begins none. */
export function linesOf(text, path) {
    const lines = highlightedLines(text, languageOf(path));
    if (lines.length > 1 && lines.at(-1).length === 0) lines.pop();
    return lines;
}

/** Draws the content. */
export async function drawContent(context, {path, signal}) {
    const file = await contentAt(context, path, at(context.store.state), signal);
    if (!file) return nothing("Not there at this moment", "It came later, or was removed before.");
    if (file.unknown) return nothing("What is in it is not known", file.unknown);
    if (file.text === undefined) {
        return nothing(`${bytes(file.size)} that are no text`,
            "Take the file out with session cat.");
    }
    return [
        el("div.file-tools", {},
            el("span.faint", {}, bytes(file.size),
                file.seen && `, as seen at ${file.seen.branch}@${file.seen.revision}`),
            copyButton(() => file.text),
            el("button.button.small.quiet", {
                type: "button", onclick: () => openFullScreen(path, file.text),
            }, "Full screen")),
        codeView(linesOf(file.text, path), {label: `Content of ${path}`}),
    ];
}
