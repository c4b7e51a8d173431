// Export of the session, a moment or a chosen range, in the formats that the server writes.

import {el, fill} from "../dom/el.js";
import {bytes} from "../dom/number.js";
import {toast} from "../dom/toast.js";
import {tabOf} from "../app/tabs.js";
import {momentText} from "../app/address.js";
import {failure} from "../side/asking.js";
import {download, fileName} from "../side/download.js";
import {formatWords, formatsOf, takesRange} from "./command-line.js";
import {offlinePage} from "./offline-page.js";

/** What can be exported: all of it, up to the moment, or what was brushed. */
function extents(state, overlay) {
    const from = overlay.from ?? state.range?.from;
    const to = overlay.to ?? state.range?.to;
    const {branch} = state.moment;
    return [
        ["session", "The whole session"], ["moment", `Up to ${momentText(state.moment)}`],
        ...from && to ? [["range", `${branch}@${from}–${to}`]] : [],
    ];
}

/** What is asked of the server. Pure. */
export function exportQuery({format, extent}, {moment, from, to}) {
    if (format === "session" || extent === "session") return {format};
    if (extent === "moment") return {format, at: momentText(moment)};
    return {format, from, at: `${moment.branch}@${to}`};
}

function choice(name, value, chosen, title, about, choose) {
    return el("label.export-choice", {},
        el("input", {
            type: "radio", name, value, checked: value === chosen, onchange: () => choose(value),
        }), el("span", {}, el("strong", {}, title), about && el("span.faint", {}, about)));
}

/** Draws the sheet. */
export function drawExport(body, overlay, context) {
    const {store, api} = context;
    const {state} = store;
    const tab = tabOf(state);
    const all = extents(state, overlay);
    const range = {from: overlay.from ?? state.range?.from, to: overlay.to ?? state.range?.to};
    const chosen = {format: "html", extent: all.at(-1)[0]};
    const form = el("div.export-form", {}, el("p.waiting", {}, "Loading"));
    const said = el("p.export-said", {role: "status"});
    body.append(form, said);
    let formats = [];
    let hasRange = false;

    /** Whether the page itself writes it: the server knows the format not, or not for a range. */
    function isOwn() {
        const isPart = chosen.extent === "range" && !hasRange;
        return chosen.format === "html" && (isPart || !formats.includes("html"));
    }

    function draw() {
        const isWhole = chosen.format === "session";
        const offered = formats.filter((id) => id !== "html");
        const isRange = chosen.extent === "range";
        const fits = (id) => !isRange || hasRange || id === "html" || id === "session";
        fill(form,
            el("fieldset", {}, el("legend", {}, "How much"), all.map(([id, title]) =>
                choice("extent", id, chosen.extent, title, null, (extent) => {
                    chosen.extent = extent;
                    if (!fits(chosen.format)) chosen.format = "html";
                    draw();
                }))),
            el("fieldset", {}, el("legend", {}, "As what"), ["html", ...offered].filter(fits)
                .map(formatWords).map((format) => choice("format", format.id, chosen.format,
                    format.title, format.about, (id) => {
                        chosen.format = id;
                        draw();
                    }))),
            isWhole && chosen.extent !== "session"
                && el("p.faint", {}, "A .session file always holds everything."),
            el("div.sheet-foot", {}, el("button.button.main", {type: "button", onclick: save},
                "Export")));
    }

    async function save(event) {
        const button = event.target;
        button.disabled = true;
        said.textContent = "Writing…";
        try {
            const {ending} = formatWords(chosen.format);
            const query = exportQuery(chosen, {...range, moment: state.moment});
            const blob = isOwn() ? await ownPage()
                : await api.bytes(`sessions/${tab.session}/export`, query);
            download(fileName(tab.title ?? "session", ending), blob);
            said.textContent = `Written: ${bytes(blob.size)}`;
            toast(`Exported, ${bytes(blob.size)}`);
        } catch (error) {
            fill(said, failure(error, () => save(event)));
        }
        button.disabled = false;
    }

    function ownPage() {
        const {moment, head} = state;
        const [from, to] = chosen.extent === "range" ? [range.from, range.to]
            : [1, chosen.extent === "moment" ? moment.revision : head.revision];
        return offlinePage(context, {
            session: tab.session, branch: moment.branch, from, to, title: tab.title ?? "Session",
            onProgress: (at) => { said.textContent = `Writing ${moment.branch}@${at}…` },
        });
    }

    async function load() {
        try {
            const description = await api.text("/openapi.yaml");
            formats = formatsOf(description);
            hasRange = takesRange(description);
            draw();
        } catch (error) {
            fill(form, failure(error, load));
        }
    }
    load();
}
