// A filter as a value: what it asks the server, what it fits, and how it is said in words.

import {hasFailed, looks, sortOf} from "../timeline/kinds.js";

/** The kinds of each sort that can be chosen, as the server names them. */
export const kindsOf = {
    prompt: ["prompt.submitted"],
    answer: ["response.received", "response.streamed"],
    call: ["tool.called"],
    result: ["tool.returned"],
    file: ["file.changed"],
    setting: ["setting.changed", "title.changed", "editor.changed", "explorer.changed",
        "terminal.changed"],
    merge: ["branch.merged"],
    note: ["note.added", "command.given"],
};

/** Whether everything fits. */
export function isOpen(filter) {
    return filter.kinds.length === 0 && filter.actors.length === 0 && filter.tools.length === 0
        && !filter.errors && !filter.since && !filter.until;
}

/** What is asked of the server's timeline, matches and audit. */
export function queryOf(filter) {
    return {
        kind: filter.kinds,
        actor: filter.actors,
        tool: filter.tools,
        failures: filter.errors ? true : undefined,
        since: filter.since ?? undefined,
        until: filter.until ?? undefined,
    };
}

/** The tool that a row is about. */
export function toolOf(row) {
    if (row.tool) return row.tool;
    if (row.kind === "tool.called") return row.text.split(" ", 1)[0];
    return row.actor.startsWith("tool:") ? row.actor.slice("tool:".length) : undefined;
}

/** Whether a row fits; kinds, actors and tools are each any of those chosen. */
export function fits(row, filter) {
    return fitsAny(filter.kinds, (kind) => kind === row.kind)
        && fitsAny(filter.actors, (actor) => fitsActor(row.actor, actor))
        && fitsAny(filter.tools, (tool) => tool === toolOf(row))
        && (!filter.errors || hasFailed(row))
        && (!filter.since || row.occurredAt >= filter.since)
        && (!filter.until || row.occurredAt <= filter.until);
}

function fitsAny(chosen, test) {
    return chosen.length === 0 || chosen.some(test);
}

/** `model:*` stands for all that begin so. */
function fitsActor(actor, pattern) {
    return pattern.endsWith("*") ? actor.startsWith(pattern.slice(0, -1)) : actor === pattern;
}

/** Whether all kinds of a sort are chosen. */
export function hasSort(filter, sort) {
    return kindsOf[sort].every((kind) => filter.kinds.includes(kind));
}

/** The filter with a sort chosen, or not chosen where it was. */
export function toggleSort(filter, sort) {
    const others = filter.kinds.filter((kind) => !kindsOf[sort].includes(kind));
    return {...filter, kinds: hasSort(filter, sort) ? others : [...others, ...kindsOf[sort]]};
}

/** The filter with a word added to one of its lists, or taken out of it. */
export function toggle(filter, list, word) {
    const has = filter[list].includes(word);
    const words = has ? filter[list].filter((one) => one !== word) : [...filter[list], word];
    return {...filter, [list]: words};
}

/** The filter in words, short enough for a button: "prompts, Edit, errors". */
export function describe(filter) {
    const sorts = [...new Set(filter.kinds.map(sortOf))].map((sort) => `${looks[sort].word}s`);
    const words = [...sorts, ...filter.tools, ...filter.actors.map(shortActor)];
    if (filter.errors) words.push("errors");
    if (filter.since || filter.until) words.push("a time");
    if (words.length === 0) return "all kinds";
    if (words.length <= 3) return words.join(", ");
    return `${words.slice(0, 2).join(", ")} +${words.length - 2}`;
}

function shortActor(actor) {
    return actor.replace(/^(user|tool|system):/, "").replace(/^model:\*$/, "models");
}
