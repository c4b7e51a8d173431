// What the timeline asks the server for: bins of ranges, each once, and none that is not wanted.

/** Answers that are kept. */
const kept = 300;

/** @param {{api: {get: Function}, onLoad: () => void}} options */
export function createLoader({api, onLoad}) {
    const known = new Map();
    const asking = new Map();
    /** The last answer for each line, shown until the one for what is seen is there. */
    const last = new Map();
    let wanted = new Set();

    /** Begins a round: what is not asked for until `settle` is not wanted any more. */
    function begin() {
        wanted = new Set();
    }

    function settle() {
        for (const [key, controller] of asking) {
            if (wanted.has(key)) continue;
            controller.abort();
            asking.delete(key);
        }
    }

    /**
     * The bins of a range of a line: the answer, or the last one for this line while it comes.
     *
     * @param {{session: string, branch: string, from: number, through: number, bins: number,
     *     query?: object, name: string}} asked `name` tells apart what the bins are for
     */
    function bins({session, name, query = {}, ...range}) {
        const path = `sessions/${session}/timeline`;
        const asked = {...range, ...query};
        const key = `${path} ${JSON.stringify(asked)}`;
        const line = `${session} ${name} ${JSON.stringify(query)}`;
        wanted.add(key);
        if (known.has(key)) {
            last.set(line, known.get(key));
            return known.get(key);
        }
        if (!asking.has(key)) ask(key, path, asked);
        return last.get(line);
    }

    async function ask(key, path, asked) {
        const controller = new AbortController();
        asking.set(key, controller);
        try {
            const answer = await api.get(path, asked, {signal: controller.signal});
            known.set(key, answer.bins);
            if (known.size > kept) known.delete(known.keys().next().value);
            onLoad();
        } catch (error) {
            if (error.name !== "AbortError") known.set(key, []);
        } finally {
            if (asking.get(key) === controller) asking.delete(key);
        }
    }

    /** Forgets everything: something was erased, or a branch has another name. */
    function forget() {
        known.clear();
        last.clear();
    }

    return {begin, settle, bins, forget};
}
