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

    /** A row that is here already; undefined: it is not, or the line leaves this revision out. */
    function peek(session, branch, revision) {
        const piece = Math.floor((revision - 1) / size);
        return pieces.get(name(session, branch, piece))?.rows.get(revision);
    }

    /** A row, fetched where it is not here; undefined: the line leaves it out. */
    async function at(session, branch, revision) {
        return (await range(session, branch, revision, revision))[0];
    }

    /**
     * The rows that there are in a range of a branch's line, both ends included.
     *
     * @returns {Promise<import("./types.js").Row[]>}
     */
    async function range(session, branch, from, through) {
        const first = Math.floor((from - 1) / size);
        const last = Math.floor((through - 1) / size);
        const wanted = [];
        for (let piece = first; piece <= last; piece++) {
            wanted.push(load(session, branch, piece, Math.min(through, (piece + 1) * size)));
        }
        const all = (await Promise.all(wanted)).flatMap(({rows}) => [...rows.values()]);
        return all.filter((row) => row.revision >= from && row.revision <= through);
    }

    async function load(session, branch, piece, through) {
        const key = name(session, branch, piece);
        const had = pieces.get(key);
        if (had && had.through >= through) {
            pieces.delete(key);
            pieces.set(key, had);
            return had;
        }
        if (!loading.has(key)) {
            const asked = api.get(`sessions/${session}/rows`,
                {branch, from: piece * size + 1, limit: size});
            loading.set(key, asked.finally(() => loading.delete(key)));
        }
        const made = pieceOf(await loading.get(key), (piece + 1) * size);
        pieces.set(key, made);
        if (pieces.size > kept) pieces.delete(pieces.keys().next().value);
        return made;
    }

    /** Forgets what is known of a session: a branch was renamed, or something was erased. */
    function forget(session) {
        for (const key of [...pieces.keys()]) {
            if (key.startsWith(`${session} `)) pieces.delete(key);
        }
    }

    return {peek, at, range, forget};
}

/** What of an answer lies in a piece, and up to where that is all. */
function pieceOf({rows, next}, end) {
    const inside = rows.filter((row) => row.revision <= end);
    const isWhole = next !== undefined || inside.length < rows.length;
    return {
        rows: new Map(inside.map((row) => [row.revision, row])),
        through: isWhole ? end : inside.at(-1)?.revision ?? 0,
    };
}
