// Files that differ between two moments, each with its difference when it is opened.

import {el} from "../dom/el.js";
import {counts, hunks, lineDiff} from "../text/diff.js";
import {drawCounts, drawDiff} from "../text/draw-diff.js";
import {plainText} from "../text/draw.js";
import {languageOf} from "../text/languages.js";

/** Files whose difference is fetched without being asked for. */
const eager = 12;

async function text(api, side, path) {
    const known = side.state.files.find((file) => file.path === path);
    if (!known || known.removed) return "";
    if (known.unknown) return null;
    const file = await api.get(`sessions/${side.session}/content`, {path, at: side.at});
    return file.text ?? null;
}

async function fillFile(api, from, to, path, body, counted, details) {
    try {
        const [before, after] = await Promise.all([text(api, from, path), text(api, to, path)]);
        if (before === null || after === null) {
            body.replaceChildren(el("p.absent", {}, "It is no text, or not known."));
            return;
        }
        const rows = lineDiff(before, after);
        const parts = hunks(rows);
        if (parts.length === 0) {
            details.remove();
            return;
        }
        counted.replaceChildren(drawCounts(counts(rows)));
        body.replaceChildren(drawDiff(parts, {
            language: languageOf(path), numbers: true, limit: 300,
        }));
    } catch (error) {
        body.replaceChildren(el("p.wrong", {role: "alert"}, error.message));
    }
}

/** Draws the files. */
export function drawFiles(api, files, from, to) {
    if (files.length === 0) return el("p.state.faint", {}, "The files are the same.");
    return el("div.compare-files", {}, files.map(({path, change}, index) => {
        const body = el("div", {}, el("p.waiting", {}, "Loading"));
        const counted = el("span.card-counts");
        let isAsked = false;
        const ask = () => {
            if (isAsked) return;
            isAsked = true;
            fillFile(api, from, to, path, body, counted, details);
        };
        const details = el("details.compare-file", {
            open: index < 3, ontoggle: () => { if (details.open) ask() },
        }, el("summary", {}, el("span.cut", {title: path}, plainText(path)),
            el("span.faint", {}, change), counted), body);
        if (index < eager) ask();
        return details;
    }));
}
