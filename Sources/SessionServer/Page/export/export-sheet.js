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

class ExportSheet {
    constructor(body, overlay, context) {
        this.context = context;
        const {state} = context.store;
        this.tab = tabOf(state);
        this.moment = state.moment;
        this.head = state.head.revision;
        this.from = overlay.from ?? state.range?.from;
        this.to = overlay.to ?? state.range?.to;
        this.extents = extents(state, overlay);
        this.chosen = {format: "html", extent: this.extents.at(-1)[0]};
        this.formats = [];
        this.hasRange = false;
        this.form = el("div.export-form", {}, el("p.waiting", {}, "Loading"));
        this.said = el("p.export-said", {role: "status"});
        body.append(this.form, this.said);
        this.load();
    }

    async load() {
        try {
            const description = await this.context.api.text("/openapi.yaml");
            this.formats = formatsOf(description);
            this.hasRange = takesRange(description);
            this.draw();
        } catch (error) {
            fill(this.form, failure(error, () => this.load()));
        }
    }

    /** Whether a format can be had of as much as is chosen. */
    fits(id) {
        return this.chosen.extent !== "range" || this.hasRange || id === "html" || id === "session";
    }

    /** Whether the page itself writes it: the server knows the format not, or not for a range. */
    get isOwn() {
        const isPart = this.chosen.extent === "range" && !this.hasRange;
        return this.chosen.format === "html" && (isPart || !this.formats.includes("html"));
    }

    choose(change) {
        Object.assign(this.chosen, change);
        if (!this.fits(this.chosen.format)) this.chosen.format = "html";
        this.draw();
    }

    draw() {
        const {chosen, extents: all} = this;
        const offered = ["html", ...this.formats.filter((id) => id !== "html")];
        fill(this.form,
            el("fieldset", {}, el("legend", {}, "How much"), all.map(([id, title]) =>
                choice("extent", id, chosen.extent, title, null,
                    (extent) => this.choose({extent})))),
            this.formatChoices(offered.filter((id) => this.fits(id)).map(formatWords)),
            chosen.format === "session" && chosen.extent !== "session"
                && el("p.faint", {}, "A .session file always holds everything."),
            el("div.sheet-foot", {}, el("button.button.main", {
                type: "button", onclick: (event) => this.save(event.target),
            }, "Export")));
    }

    formatChoices(formats) {
        const {format: chosen} = this.chosen;
        const choices = (some) => some.map((format) =>
            choice("format", format.id, chosen, format.title, format.about,
                (id) => this.choose({format: id})));
        const others = formats.filter((format) => format.isOther);
        return el("fieldset", {}, el("legend", {}, "As what"),
            choices(formats.filter((format) => !format.isOther)),
            others.length > 0 && el("details.export-others", {
                open: others.some((format) => format.id === chosen),
            }, el("summary", {}, "What came from another tool, as its transcript"),
            choices(others)));
    }

    async save(button) {
        button.disabled = true;
        this.said.textContent = "Writing…";
        try {
            const blob = this.isOwn ? await this.ownPage() : await this.serverFile();
            const {ending} = formatWords(this.chosen.format);
            download(fileName(this.tab.title ?? "session", ending), blob);
            this.said.textContent = `Written: ${bytes(blob.size)}`;
            toast(`Exported, ${bytes(blob.size)}`);
        } catch (error) {
            fill(this.said, failure(error, () => this.save(button)));
        }
        button.disabled = false;
    }

    serverFile() {
        const {from, to, moment} = this;
        const query = exportQuery(this.chosen, {from, to, moment});
        return this.context.api.bytes(`sessions/${this.tab.session}/export`, query);
    }

    ownPage() {
        const {moment, chosen, head, tab} = this;
        const [from, to] = chosen.extent === "range" ? [this.from, this.to]
            : [1, chosen.extent === "moment" ? moment.revision : head];
        return offlinePage(this.context, {
            session: tab.session, branch: moment.branch, from, to, title: tab.title ?? "Session",
            onProgress: (at) => { this.said.textContent = `Writing ${moment.branch}@${at}…`; },
        });
    }
}

/** Draws the sheet. */
export function drawExport(body, overlay, context) {
    new ExportSheet(body, overlay, context);
}
