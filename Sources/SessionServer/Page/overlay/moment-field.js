// A field for a moment: branches, tags and what a person writes, such as main~2.

import {el} from "../dom/el.js";

let lists = 0;

/** Moments that can be chosen by name. Pure. */
export function knownMoments({branches, tags, moment}) {
    return [...new Set([
        `${moment.branch}@${moment.revision}`, ...branches.map((branch) => branch.name),
        ...tags.map((tag) => tag.name), `${moment.branch}~1`, `${moment.branch}~2`,
    ])];
}

/**
 * @param {object} options
 * @param {string} options.label
 * @param {string} options.value
 * @param {object} options.state
 * @param {(value: string) => void} options.changed
 */
export function momentField({label, value, state, changed}) {
    const id = `moments-${lists += 1}`;
    return el("label.moment-field", {}, el("span.faint", {}, label),
        el("input.field", {
            value, list: id, spellcheck: false, "aria-label": label, autocomplete: "off",
            onchange: (event) => changed(event.target.value.trim()),
        }),
        el("datalist", {id}, knownMoments(state).map((moment) => el("option", {value: moment}))));
}
