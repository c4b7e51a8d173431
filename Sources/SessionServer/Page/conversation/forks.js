// Where the line that is shown left another one: a divider, with the way back for a subagent.

import {isSubagent} from "../app/branches.js";
import {el} from "../dom/el.js";
import {plainText} from "../text/draw.js";

/** The forks on a branch's line, by the first revision behind each. */
export function forksOf(branches, name) {
    const forks = new Map();
    const seen = new Set();
    let branch = branches.find((one) => one.name === name);
    while (branch?.fork && !seen.has(branch.name)) {
        seen.add(branch.name);
        const {fork} = branch;
        if (!forks.has(fork.revision + 1)) forks.set(fork.revision + 1, {name: branch.name, fork});
        const parent = fork.branch;
        branch = branches.find((one) => one.name === parent);
    }
    return forks;
}

/** The divider before a revision, or null where no branch begins. */
export function forkLine(view, forks, revision) {
    const found = forks.get(revision);
    if (!found) return null;
    const {name, fork} = found;
    const back = `${fork.branch}@${fork.revision}`;
    return el("div.fork-line", {role: "separator"},
        el("span", {}, plainText(name), isSubagent(name) ? " works from here" : " begins here"),
        el("button.branch-link", {
            type: "button", title: `To ${back}`,
            onclick: () => view.travel(fork),
        }, isSubagent(name) ? `Back to the call, ${back}` : `forked from ${back}`));
}
