// What the session used: tokens and requests over time, by model, by tool, by subagent.

import {el} from "../dom/el.js";
import {count, plural} from "../dom/number.js";
import {dated} from "../dom/time.js";
import {isSubagent} from "../app/branches.js";
import {travel} from "../app/travel.js";
import {follow, nothing} from "./asking.js";
import {barChart, columnChart} from "./charts.js";
import {at, momentKey, sessionPath} from "./moments.js";
import {byModel, byTool, minus, plus, samples, steps} from "./usage-sums.js";

/** Columns of the charts over time. */
const columns = 40;

const sorts = [["output", "out"], ["input", "in"], ["cacheCreation", "to cache"],
    ["cacheRead", "from cache"]];

function total(name, value, hint) {
    return el("div.total", {title: hint ?? ""},
        el("strong", {}, value), el("span.faint", {}, name));
}

function totals(preview, agents) {
    const all = agents.reduce((sum, agent) => plus(sum, agent.tokens), preview.tokens);
    return el("div.totals", {},
        total("tokens, rolled up", count(all.total), "Of this line, and of its subagents"),
        total("out", count(all.output)), total("in", count(all.input)),
        total("from cache", count(all.cacheRead)), total("to cache", count(all.cacheCreation)),
        total("responses", count(preview.responses)),
        total("tool calls", count(preview.toolCalls)));
}

/** What each subagent that was called up to the moment used. */
async function usedByAgents({store, api}, signal) {
    const {branches, moment} = store.state;
    const path = sessionPath(store.state);
    const called = branches.filter((branch) => isSubagent(branch.name) && branch.fork
        && branch.fork.revision <= moment.revision && branch.name !== moment.branch);
    const ask = (point) => api.get(`${path}/preview`, {at: point}, {signal});
    return Promise.all(called.map(async (branch) => {
        const [begun, ended] = await Promise.all([
            ask(`${branch.fork.branch}@${branch.fork.revision}`), ask(branch.name),
        ]);
        return {
            name: branch.name, branch, tokens: minus(ended.tokens, begun.tokens),
            calls: ended.toolCalls - begun.toolCalls,
        };
    }));
}

async function overTime({store, api}, signal) {
    const {moment, head} = store.state;
    const path = sessionPath(store.state);
    const previews = await Promise.all(samples(head.revision, columns).map((revision) =>
        api.get(`${path}/preview`, {at: `${moment.branch}@${revision}`}, {signal})));
    return steps(previews);
}

function timeCharts(store, parts) {
    const {moment} = store.state;
    const marked = parts.findIndex((part) => part.revision >= moment.revision);
    const column = (part, stack) => ({
        label: [`${moment.branch}@${part.from}–${part.revision}`, part.time && dated(part.time)]
            .filter(Boolean).join(", "),
        parts: stack, run: () => travel(store, {branch: moment.branch, revision: part.revision}),
    });
    return [
        el("h3.state-head", {}, "Tokens over time", legend()),
        columnChart({
            title: "Tokens over the line of the branch, by what they were", marked,
            columns: parts.map((part) => column(part, sorts.map(([name, word]) =>
                ({name, word, value: part.tokens[name]})))),
        }),
        el("h3.state-head", {}, "Responses over time"),
        columnChart({
            title: "Responses over the line of the branch", marked,
            columns: parts.map((part) => column(part, [{
                name: "requests", word: "responses", value: part.requests,
            }])),
        }),
    ];
}

function legend() {
    return el("span.legend", {}, sorts.map(([name, word]) =>
        el("span", {}, el(`span.legend-mark.is-${name}`, {"aria-hidden": "true"}), word)));
}

function byName({models, tools, erased}, agents, store) {
    const modelBars = byModel(models).map((one) => ({
        name: one.model, value: one.tokens.total,
        detail: `${plural(one.answered, "response")}, ${one.failed} failed, `
            + `${count(one.tokens.output)} out, ${count(one.tokens.input)} in`,
    }));
    const toolBars = byTool(tools).map((one) => ({name: one.tool, value: one.calls}));
    const agentBars = agents.map((agent) => ({
        name: agent.name, value: agent.tokens.total, detail: plural(agent.calls, "tool call"),
        run: () => travel(store, {branch: agent.name}),
    }));
    return [
        el("h3.state-head", {}, "By model", el("span.faint", {}, "tokens, whole session")),
        modelBars.length > 0
            ? barChart(modelBars, {unit: "tokens", kind: "model", label: "By model"})
            : el("p.faint", {}, "No model has answered."),
        el("h3.state-head", {}, "By tool", el("span.faint", {}, "calls, whole session")),
        toolBars.length > 0 ? barChart(toolBars, {unit: "calls", kind: "tool", label: "By tool"})
            : el("p.faint", {}, "No tool was called."),
        el("h3.state-head", {}, "By subagent", el("span.faint", {}, "tokens")),
        agentBars.length > 0
            ? barChart(agentBars, {unit: "tokens", kind: "agent", label: "By subagent"})
            : el("p.faint", {}, "No subagent was called."),
        erased > 0 && el("p.faint", {}, `${plural(erased, "event")} erased and not counted.`),
    ];
}

/** Draws the pane. */
export function createUsage(root, context) {
    const {store, api} = context;
    return follow(store, root, momentKey, async (signal) => {
        const path = sessionPath(store.state);
        const moment = at(store.state);
        const [preview, usage, agents, parts] = await Promise.all([
            api.get(`${path}/preview`, {at: moment}, {signal}),
            api.get(`${path}/usage`, {}, {signal}),
            usedByAgents(context, signal), overTime(context, signal),
        ]);
        if (preview.responses === 0 && usage.models.length === 0 && usage.tools.length === 0) {
            return nothing("Nothing was used yet", "Tokens are counted when a model answers.");
        }
        return [
            el("h3.state-head", {}, `Up to ${moment}`), totals(preview, agents),
            timeCharts(store, parts), byName(usage, agents, store),
        ];
    }, {rest: 200});
}
