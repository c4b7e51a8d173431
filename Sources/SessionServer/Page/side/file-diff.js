// How one file changed since the turn began, since any moment, or in the whole session.

import {el} from "../dom/el.js";
import {counts, hunks, lineDiff} from "../text/diff.js";
import {drawCounts, drawDiff} from "../text/draw-diff.js";
import {languageOf} from "../text/languages.js";
import {nothing} from "./asking.js";
import {contentAt} from "./content.js";
import {at} from "./moments.js";

/** Draws the difference between two moments. */
export async function drawFileDiff(context, {path, from, signal}) {
    const now = at(context.store.state);
    const [before, after] = await Promise.all([
        contentAt(context, path, from, signal), contentAt(context, path, now, signal),
    ]);
    const unknown = before?.unknown ?? after?.unknown;
    if (unknown) return nothing("What is in it is not known", unknown);
    if ((before && before.text === undefined) || (after && after.text === undefined)) {
        const isSame = before?.base64 === after?.base64;
        return nothing(isSame ? "Unchanged" : "It changed, and is no text");
    }
    const rows = lineDiff(before?.text ?? "", after?.text ?? "");
    const parts = hunks(rows);
    if (parts.length === 0) return nothing("Unchanged", `The same at ${from} and at ${now}.`);
    const told = !before ? "new since" : !after ? "removed since" : "since";
    return [
        el("div.file-tools", {}, el("span.faint", {}, `${told} ${from}`), drawCounts(counts(rows))),
        el("div.code-view", {tabIndex: 0, role: "region", "aria-label": `Difference of ${path}`},
            drawDiff(parts, {language: languageOf(path), numbers: true, limit: 800})),
    ];
}
