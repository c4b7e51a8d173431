// Where two moments of a session part. Pure.

/** The parts of the line to a point, the nearest first: a branch and its last revision there. */
export function lineTo(branches, point) {
    const parts = [];
    let {branch, revision} = point;
    const seen = new Set();
    while (branch && !seen.has(branch)) {
        seen.add(branch);
        parts.push({branch, revision});
        const fork = branches.find((one) => one.name === branch)?.fork;
        if (!fork) break;
        revision = Math.min(revision, fork.revision);
        branch = fork.branch;
    }
    return parts;
}

/** The last revision that both points have on their lines. */
export function commonRevision(branches, one, other) {
    const parts = new Map(lineTo(branches, other).map((part) => [part.branch, part.revision]));
    const shared = lineTo(branches, one).filter((part) => parts.has(part.branch))
        .map((part) => Math.min(part.revision, parts.get(part.branch)));
    return Math.max(0, ...shared);
}

/** Settings, or other subjects, whose values differ. */
export function differing(before, after) {
    const old = new Map(before.map((one) => [one.subject, one.value]));
    const now = new Map(after.map((one) => [one.subject, one.value]));
    return [...new Set([...old.keys(), ...now.keys()])].sort()
        .map((subject) => ({subject, old: old.get(subject), new: now.get(subject)}))
        .filter((one) => JSON.stringify(one.old) !== JSON.stringify(one.new));
}

/**
 * Files of which it is told, or may be, that they differ.
 *
 * @param {number} common a revision up to which the same revision is the same content; 0: nothing
 *     is known of two files but their sizes
 */
export function differingFiles(before, after, common) {
    const old = new Map(before.map((file) => [file.path, file]));
    const now = new Map(after.map((file) => [file.path, file]));
    return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((path) => {
        const [one, other] = [old.get(path), now.get(path)];
        if (!one) return [{path, change: "added"}];
        if (!other) return [{path, change: "removed"}];
        const isSame = one.revision === other.revision && one.revision <= common;
        return isSame ? [] : [{path, change: "changed"}];
    });
}

/** What two previews count, side by side. */
export function usageRows(one, other) {
    const rows = [
        ["Prompts", "prompts"], ["Responses", "responses"], ["Tool calls", "toolCalls"],
        ["File changes", "fileChanges"], ["Tokens", "total"], ["Tokens in", "input"],
        ["Tokens out", "output"], ["From cache", "cacheRead"], ["To cache", "cacheCreation"],
    ];
    const value = (preview, name) => preview[name] ?? preview.tokens[name];
    return rows.map(([title, name]) => ({
        title, from: value(one, name), to: value(other, name),
        difference: value(other, name) - value(one, name),
    }));
}

/** Where two lines of rows say something else for the first time: an index of both. */
export function firstDivergence(one, other) {
    const said = (row) => `${row.kind} ${row.text}`;
    let index = 0;
    while (index < one.length && index < other.length && said(one[index]) === said(other[index])) {
        index += 1;
    }
    return index;
}
