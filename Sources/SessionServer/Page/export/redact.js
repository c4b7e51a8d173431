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

/** Draws the sheet. */
export function drawRedact(body, overlay, {store, api}) {
    const path = `sessions/${tabOf(store.state).session}`;
    const values = {
        reason: "", authority: "", text: "", moments: overlay.moments ?? [], everywhere: false,
    };
    const preview = el("div.redact-preview", {"aria-live": "polite"});
    const foot = el("div.sheet-foot");
    let planned = null;

    function changed() {
        planned = null;
        fill(preview);
        drawFoot();
    }

    const field = (name, label, hint) => el("label.moment-field", {}, el("span.faint", {}, label),
        el("input.field", {
            placeholder: hint, "aria-label": label, oninput: (event) => {
                values[name] = event.target.value.trim();
                changed();
            },
        }));

    function drawFoot() {
        const canAsk = values.reason !== "" && (values.text !== "" || values.moments.length > 0);
        const goes = planned?.filter((one) => one.fate === "planned").length ?? 0;
        fill(foot,
            el("span.soft", {}, canAsk ? "" : "A reason is recorded with it."),
            el("button.button", {type: "button", disabled: !canAsk, onclick: () => ask(false)},
                "Show what would go"),
            el("button.button.danger", {
                type: "button", disabled: goes === 0, onclick: () => ask(true),
            }, goes > 0 ? `Erase ${plural(goes, "event")} for good` : "Erase for good"));
    }

    async function ask(commit) {
        fill(foot, el("span.soft", {}, commit ? "Erasing…" : "Looking…"));
        try {
            const {erasures} = await api.send("POST", `${path}/redactions`,
                {...redactionOf(values), commit});
            fill(preview, drawFates(erasures));
            planned = commit ? null : erasures;
            if (commit) {
                leave(store, "redact");
                const gone = erasures.filter((one) => one.fate === "erased").length;
                toast(`Erased ${plural(gone, "event")}`);
                store.change("redacted", (state) => ({events: state.events + 1}));
                return;
            }
        } catch (error) {
            fill(preview,
                el("p.wrong", {role: "alert"}, error.message, error.hint && ` ${error.hint}`));
        }
        drawFoot();
    }

    body.append(
        el("p", {}, "What is erased is gone from the file, from its indexes and, after their next "
            + "run, from backups. The chain still verifies, and that something was erased shows."),
        values.moments.length > 0
            ? el("p", {}, `${plural(values.moments.length, "event")}: `,
                el("code", {}, values.moments.slice(0, 12).join(", ")
                    + (values.moments.length > 12 ? " …" : "")))
            : field("text", "Every event that holds this text", "A name, a key, an address"),
        field("reason", "Reason", "Why it has to go"),
        field("authority", "Asked for by", "Who asked, if not you"),
        el("label", {}, el("input", {
            type: "checkbox", onchange: (event) => {
                values.everywhere = event.target.checked;
                changed();
            },
        }), " Also events that hold the same bytes"),
        preview, foot);
    drawFoot();
}
