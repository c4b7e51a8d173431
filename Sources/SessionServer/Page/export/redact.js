// Erasing content for good: what would go is shown first, and nothing goes before that.

import {el, fill} from "../dom/el.js";
import {plural} from "../dom/number.js";
import {toast} from "../dom/toast.js";
import {tabOf} from "../app/tabs.js";
import {leave} from "../overlay/sheet.js";
import {plainText} from "../text/draw.js";

const fates = {
    planned: "goes", erased: "erased", alike: "holds the same bytes, and stays",
    unreadable: "cannot be read", damaged: "is damaged", refused: "is kept by a hold or a seal",
    erasedBefore: "was erased before", unread: "was not read",
};

/** What the server is asked with. Pure. */
export function redactionOf({reason, authority, text, moments, everywhere}) {
    const what = text ? {text} : {moments};
    return {
        reason, ...what, ...authority ? {authority} : {}, ...everywhere ? {everywhere: true} : {},
    };
}

function drawFates(erasures) {
    if (erasures.length === 0) return el("p.faint", {}, "Nothing holds it: nothing would go.");
    return el("ul.merge-list", {}, erasures.map(({position, branch, revision, kind, path, fate}) =>
        el("li", {class: fate === "planned" || fate === "erased" ? "goes" : ""},
            el("code", {}, branch ? `${branch}@${revision}` : `#${position}`),
            el("span.faint", {}, kind ?? ""), el("span.cut", {}, plainText(path ?? "")),
            el("strong", {}, fates[fate] ?? fate))));
}

class RedactSheet {
    constructor(body, overlay, {store, api}) {
        Object.assign(this, {store, api});
        this.path = `sessions/${tabOf(store.state).session}`;
        this.values = {
            reason: "", authority: "", text: "", moments: overlay.moments ?? [], everywhere: false,
        };
        /** What would go, once somebody has seen it. */
        this.planned = null;
        this.preview = el("div.redact-preview", {"aria-live": "polite"});
        this.foot = el("div.sheet-foot");
        body.append(
            el("p", {}, "What is erased is gone from the file, from its indexes and, after their "
                + "next run, from backups. The chain still verifies, and that something was "
                + "erased shows."),
            this.drawWhat(), this.field("reason", "Reason", "Why it has to go"),
            this.field("authority", "Asked for by", "Who asked, if not you"),
            el("label", {}, el("input", {
                type: "checkbox",
                onchange: (event) => this.set("everywhere", event.target.checked),
            }), " Also events that hold the same bytes"),
            this.preview, this.foot);
        this.drawFoot();
    }

    set(name, value) {
        this.values[name] = value;
        this.planned = null;
        fill(this.preview);
        this.drawFoot();
    }

    field(name, label, hint) {
        return el("label.moment-field", {}, el("span.faint", {}, label), el("input.field", {
            placeholder: hint, "aria-label": label,
            oninput: (event) => this.set(name, event.target.value.trim()),
        }));
    }

    drawWhat() {
        const {moments} = this.values;
        if (moments.length === 0) {
            return this.field("text", "Every event that holds this text",
                "A name, a key, an address");
        }
        const some = moments.slice(0, 12).join(", ") + (moments.length > 12 ? " …" : "");
        return el("p", {}, `${plural(moments.length, "event")}: `, el("code", {}, some));
    }

    drawFoot() {
        const {reason, text, moments} = this.values;
        const canAsk = reason !== "" && (text !== "" || moments.length > 0);
        const goes = this.planned?.filter((one) => one.fate === "planned").length ?? 0;
        fill(this.foot,
            el("span.soft", {}, canAsk ? "" : "A reason is recorded with it."),
            el("button.button", {
                type: "button", disabled: !canAsk, onclick: () => this.ask(false),
            }, "Show what would go"),
            el("button.button.danger", {
                type: "button", disabled: goes === 0, onclick: () => this.ask(true),
            }, goes > 0 ? `Erase ${plural(goes, "event")} for good` : "Erase for good"));
    }

    async ask(commit) {
        fill(this.foot, el("span.soft", {}, commit ? "Erasing…" : "Looking…"));
        try {
            const {erasures} = await this.api.send("POST", `${this.path}/redactions`,
                {...redactionOf(this.values), commit});
            if (commit) {
                this.erased(erasures);
                return;
            }
            this.planned = erasures;
            fill(this.preview, drawFates(erasures));
        } catch (error) {
            fill(this.preview,
                el("p.wrong", {role: "alert"}, error.message, error.hint && ` ${error.hint}`));
        }
        this.drawFoot();
    }

    erased(erasures) {
        leave(this.store, "redact");
        const gone = erasures.filter((one) => one.fate === "erased").length;
        toast(`Erased ${plural(gone, "event")}`);
        this.store.change("redacted", (state) => ({events: state.events + 1}));
    }
}

/** Draws the sheet. */
export function drawRedact(body, overlay, context) {
    new RedactSheet(body, overlay, context);
}
