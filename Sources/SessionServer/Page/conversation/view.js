// What the drawers of the conversation may ask: of the server, and to be done.

import {travel} from "../app/travel.js";

/** Remembers what promises gave, by key, and forgets the oldest. */
function remember(most, ask) {
    const known = new Map();
    return (key, ...rest) => {
        if (!known.has(key)) {
            const asked = ask(key, ...rest);
            asked.catch(() => known.delete(key));
            known.set(key, asked);
            if (known.size > most) known.delete(known.keys().next().value);
        }
        return known.get(key);
    };
}

/**
 * @param {{store: object, api: object}} context
 * @param {object} source of `source.js`
 * @param {{prompts: number[], refresh: (revision: number) => void}} parts
 */
export function createView({store, api}, source, {prompts, refresh}) {
    const {session, branch} = source;
    const path = `sessions/${session}`;
    const preview = remember(300, (revision) =>
        api.get(`${path}/preview`, {at: `${branch}@${revision}`}));
    const difference = remember(300, (key, file) => api.get(`${path}/difference`, {
        from: `${branch}@${file.revision - 1}`, to: `${branch}@${file.revision}`,
    }).then(({files}) => files.find((one) => one.path === file.subject) ?? null));
    const view = {
        source, branch, prompts, refresh, open: new Set(), raw: new Set(),
        event: remember(60, (position) => api.get(`${path}/events/${position}`, {message: true})),
        difference: (file) => difference(file.revision, file),
        /** The previews of two revisions. */
        costs: (from, to) => Promise.all([preview(Math.max(1, from)), preview(to)]),
        branches: () => store.state.branches,
        isRaw: () => store.state.raw === true,
        go: (revision) => travel(store, {branch, revision}),
        travel: (point) => travel(store, point),
        /** The folder in which the tool ran, once it is known. */
        cwd: null,
        folder: () => view.cwd,
    };
    return view;
}
