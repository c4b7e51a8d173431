// Usage rolled up: by model, by tool, by subagent, over time. Pure.

/** Sums a list by a name, the most first. */
function summed(list, name, add) {
    const sums = new Map();
    for (const one of list) {
        const key = name(one);
        sums.set(key, add(sums.get(key), one));
    }
    return [...sums.entries()];
}

const zero = {input: 0, output: 0, cacheRead: 0, cacheCreation: 0, total: 0};

/** The sum of two counts of tokens. */
export function plus(one = zero, other = zero) {
    return Object.fromEntries(Object.keys(zero).map((key) => [key, one[key] + (other[key] ?? 0)]));
}

/** What one count of tokens has more than another. */
export function minus(one, other = zero) {
    return Object.fromEntries(Object.keys(zero).map((key) =>
        [key, Math.max(0, one[key] - (other[key] ?? 0))]));
}

/** @returns {{model: string, answered: number, failed: number, tokens: object}[]} */
export function byModel(models) {
    return summed(models, (one) => one.model ?? "unknown", (sum, one) => ({
        answered: (sum?.answered ?? 0) + one.answered, failed: (sum?.failed ?? 0) + one.failed,
        tokens: plus(sum?.tokens, one.tokens),
    })).map(([model, sum]) => ({model, ...sum}))
        .sort((one, other) => other.tokens.total - one.tokens.total);
}

/** @returns {{tool: string, calls: number}[]} */
export function byTool(tools) {
    return summed(tools, (one) => one.tool, (sum, one) => (sum ?? 0) + one.calls)
        .map(([tool, calls]) => ({tool, calls})).sort((one, other) => other.calls - one.calls);
}

/** @returns {{day: string, tokens: object, requests: number}[]} in the order of days */
export function byDay(models) {
    return summed(models, (one) => one.day, (sum, one) => ({
        tokens: plus(sum?.tokens, one.tokens),
        requests: (sum?.requests ?? 0) + one.answered + one.failed,
    })).map(([day, sum]) => ({day, ...sum})).sort((one, other) => one.day < other.day ? -1 : 1);
}

/** Revisions at which usage is sampled: the ends of as many parts of a line, its head the last. */
export function samples(head, parts) {
    const count = Math.min(parts, head);
    return Array.from({length: count}, (_, index) => Math.round(head * (index + 1) / count));
}

/** What came between each sample and the one before. */
export function steps(previews) {
    return previews.map((preview, index) => {
        const before = previews[index - 1];
        return {
            revision: preview.revision, time: preview.endedAt ?? null,
            from: (before?.revision ?? 0) + 1,
            tokens: minus(preview.tokens, before?.tokens),
            requests: Math.max(0, preview.responses - (before?.responses ?? 0)),
        };
    });
}
