// A range of the conversation as one page that opens without a server and runs nothing.

import {el} from "../dom/el.js";
import {dated} from "../dom/time.js";
import {drawEntry} from "../conversation/draw-entry.js";
import {Source} from "../conversation/source.js";
import {createView} from "../conversation/view.js";
import {answerOf, joined} from "../conversation/pieces.js";
import {messageOf, resultText} from "../conversation/message.js";
import {outputText} from "../text/draw.js";

const sheets = ["tokens", "base", "conversation", "cards", "markdown"];
/** Events that are drawn before the browser may do something else. */
const step = 100;

async function styles() {
    const texts = await Promise.all(sheets.map(async (name) =>
        (await fetch(new URL(`../styles/${name}.css`, import.meta.url))).text()));
    return `${texts.join("\n")}\n`
        + "body{height:auto;overflow:auto;padding:24px 0}.entry-tools,.copy,.more{display:none}\n"
        + ".entry{break-inside:avoid}.column{padding:0 24px}\n";
}

function loaded(source, from, to) {
    return new Promise((resolve, reject) => {
        const look = () => {
            if (source.has(from, to)) resolve();
            else if (source.failure) reject(source.failure);
            else setTimeout(look, 15);
        };
        source.need(from, to);
        look();
    });
}

/** What came back of a call, below its card: on the page nothing can be opened later. */
async function drawResults(view, revision) {
    const rows = view.source.pairing.results.get(revision) ?? [];
    return Promise.all(rows.map(async (row) => {
        const event = await view.event(row.position);
        const text = messageOf(event).parts.filter((part) => part.type === "result")
            .map((part) => resultText(part.value)).join("\n");
        return el("details", {}, el("summary", {}, "Result"),
            el("pre.output", {}, outputText(text)));
    }));
}

async function drawStep(view, source, from, to, main) {
    await loaded(source, from, to);
    for (let revision = from; revision <= to; revision += 1) {
        const entry = source.at(revision);
        const isShown = entry && entry.sort !== "record" && source.ownerOf(revision) === revision
            && answerOf(source, revision) === revision;
        const node = isShown ? drawEntry(view, joined(source, entry)) : null;
        if (!node) continue;
        for (const control of node.querySelectorAll(".entry-tools, .glimpse, .copy")) {
            control.remove();
        }
        for (const button of node.querySelectorAll("button")) {
            const plain = el("span", {class: button.className});
            plain.append(...button.childNodes);
            button.replaceWith(plain);
        }
        if (entry.sort === "call") node.append(...await drawResults(view, revision));
        main.append(node);
    }
}

/**
 * @param {object} context
 * @param {{session: string, branch: string, from: number, to: number, title: string,
 *     onProgress: (revision: number) => void}} what
 * @returns {Promise<Blob>}
 */
export async function offlinePage(
    context, {session, branch, from, to, title, onProgress}, now = new Date(),
) {
    const {api, rows} = context;
    const source = new Source({
        api, rows, session, branch, head: to, onLoaded: () => {},
        onFailed: (error) => { source.failure = error },
    });
    const {revisions: prompts} = await api.get(`sessions/${session}/matches`,
        {branch, kind: "prompt.submitted", limit: 10_000});
    const view = createView(context, source, {prompts, refresh: () => {}});
    const main = el("main.column", {}, el("h1", {}, title),
        el("p.faint", {}, `${branch}@${from}–${to}, exported ${dated(now.toISOString())}`));
    for (let at = from; at <= to; at += step) {
        onProgress(at);
        await drawStep(view, source, at, Math.min(to, at + step - 1), main);
    }
    source.stop();
    const page = el("html", {lang: "en"},
        el("head", {}, el("meta", {charset: "utf-8"}),
            el("meta", {"http-equiv": "Content-Security-Policy",
                content: "default-src 'none'; style-src 'unsafe-inline'; img-src data:"}),
            el("meta", {name: "viewport", content: "width=device-width, initial-scale=1"}),
            el("meta", {name: "color-scheme", content: "light dark"}),
            el("title", {}, title), el("style", {}, await styles())),
        el("body", {}, main));
    return new Blob(["<!doctype html>\n", page.outerHTML], {type: "text/html"});
}
