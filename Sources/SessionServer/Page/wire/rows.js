// Events on one line each, fetched in pieces when somebody looks at them and kept for a while.

/** Revisions of a piece, and pieces that are kept. */
const size = 100;
const kept = 120;

/** @param {{get: Function}} api */
export function createRows(api) {
    const pieces = new Map();
    const loading = new Map();

    function name(session, branch, piece) {
        return `${session} ${branch} ${piece}`;
    }

    /** A row that is here already, or undefined. */
    function peek(session, branch, revision) {
        const piece = Math.floor((revision - 1) / size);
        return pieces.get(name(session, branch, piece))?.[(revision - 1) % size];
    }

    /** A row, fetched where it is not here. */
    async function at(session, branch, revision) {
        return (await range(session, branch, revision, revision))[0];
    }

    /**
     * The rows of a range of a branch's line, both ends included; fewer where it ends before.
     *
     * @returns {Promise<import("./types.js").Row[]>}
     */
    async function range(session, branch, from, through) {
        const first = Math.floor((from - 1) / size);
        const last = Math.floor((through - 1) / size);
        const all = [];
        for (let piece = first; piece <= last; piece++) {
            const from0 = Math.max(from - piece * size, 1);
            const through0 = Math.min(through - piece * size, size);
            const rows = await load(session, branch, piece, through0);
            all.push(...rows.slice(from0 - 1, through0));
        }
        return all;
    }

    async function load(session, branch, piece, needed) {
        const key = name(session, branch, piece);
        const had = pieces.get(key);
        if (had && had.length >= needed) {
            pieces.delete(key);
            pieces.set(key, had);
            return had;
        }
        if (!loading.has(key)) {
            const asked = api.get(`sessions/${session}/rows`,
                {branch, from: piece * size + 1, limit: size});
            loading.set(key, asked.finally(() => loading.delete(key)));
        }
        const {rows} = await loading.get(key);
        pieces.set(key, rows);
        if (pieces.size > kept) pieces.delete(pieces.keys().next().value);
        return rows;
    }

    /** Forgets what is known of a session: a branch was renamed, or something was erased. */
    function forget(session) {
        for (const key of [...pieces.keys()]) {
            if (key.startsWith(`${session} `)) pieces.delete(key);
        }
    }

    return {peek, at, range, forget};
}
