// Settings, editor tabs, explorer and terminal as they were at the moment.

import {el} from "../dom/el.js";
import {count, plural} from "../dom/number.js";
import {dated, timeEl} from "../dom/time.js";
import {travel} from "../app/travel.js";
import {plainText} from "../text/draw.js";
import {longText} from "../text/long-text.js";
import {follow, nothing} from "./asking.js";
import {at, momentKey, sessionPath} from "./moments.js";

function valueText(value) {
    return typeof value === "string" ? value : JSON.stringify(value, null, 1);
}

function since(store, revision) {
    const {branch} = store.state.moment;
    return el("button.branch-link", {
        type: "button", title: `Since ${branch}@${revision}: go there`,
        onclick: () => travel(store, {branch, revision}),
    }, `@${revision}`);
}

function part(title, settings, draw, none) {
    return el("section.state-part", {}, el("h3.state-head", {}, title,
        settings.length > 0 && el("span.faint", {}, count(settings.length))),
    settings.length === 0 ? el("p.faint", {}, none) : draw(settings));
}

function table(store, settings) {
    return el("dl.facts", {}, settings.map(({subject, value, revision}) => [
        el("dt", {}, plainText(subject)),
        el("dd", {}, el("code", {}, plainText(valueText(value).slice(0, 2000))),
            since(store, revision)),
    ]));
}

/** Tabs of an editor as a strip: what a person had open, in the order of their ids. */
function editorTabs(store, settings) {
    const name = ({subject, value}) => {
        const told = typeof value === "string" ? value : value?.title ?? value?.path ?? value?.file;
        return String(told ?? subject).split("/").at(-1);
    };
    return [
        el("div.editor-tabs", {}, settings.map((one) => el("span.editor-tab", {
            class: one.value?.active ? "is-active" : "", title: valueText(one.value),
        }, plainText(name(one)), one.value?.dirty || one.value?.isDirty ? " •" : ""))),
        table(store, settings),
    ];
}

function explorer(store, settings) {
    return el("ul.explorer", {}, settings.map(({subject, value, revision}) => el("li", {},
        plainText(subject), el("span.faint", {}, plainText(valueText(value).slice(0, 200))),
        since(store, revision))));
}

function terminals(store, settings) {
    const text = (value) => typeof value === "string" ? value
        : value?.output ?? value?.text ?? value?.screen ?? valueText(value);
    return settings.map(({subject, value, revision}) => el("figure.terminal", {},
        el("figcaption", {}, plainText(subject), since(store, revision)),
        longText(String(text(value)), {title: `Terminal ${subject}`})));
}

function facts(state) {
    const {tokens} = state;
    const all = [
        ["Title", plainText(state.title || "Untitled")],
        ["Phase", state.phase],
        ["Time", state.occurredAt && timeEl(state.occurredAt, dated)],
        ["Said", `${plural(state.prompts, "prompt")}, ${plural(state.responses, "response")}, `
            + plural(state.toolCalls, "tool call")],
        ["Models", plainText(state.models.join(", ") || "none")],
        ["Tokens", `${count(tokens.input)} in, ${count(tokens.output)} out, `
            + `${count(tokens.cacheRead)} from cache, ${count(tokens.cacheCreation)} to cache`],
        ["Files", `${plural(state.files.length, "file")}, ${plural(state.fileChanges, "change")}`],
    ];
    return el("dl.facts", {}, all.map(([name, value]) => value
        && [el("dt", {}, name), el("dd", {}, value)]));
}

/** Draws the pane. */
export function createState(root, context) {
    const {store, api} = context;
    return follow(store, root, momentKey, async (signal) => {
        const moment = at(store.state);
        const state = await api.get(`${sessionPath(store.state)}/state`, {at: moment}, {signal});
        if (!state) return nothing("Nothing is known of this moment");
        return [
            el("h3.state-head", {}, `As of ${moment}`), facts(state),
            part("Settings", state.settings, (all) => table(store, all), "None was set yet."),
            part("Editor", state.editor, (all) => editorTabs(store, all), "No tab was recorded."),
            part("Explorer", state.explorer, (all) => explorer(store, all),
                "No place was recorded."),
            part("Terminal", state.terminal, (all) => terminals(store, all),
                "No terminal was recorded."),
        ];
    });
}
