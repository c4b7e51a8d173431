// The one store: a frozen state, changes with a reason, watchers, and its own past.

const kept = 200;

/**
 * Makes a store. Nothing else on the page holds state that a person can see.
 *
 * @param {object} initial the state to begin with
 */
export function createStore(initial) {
    let state = Object.freeze({...initial});
    let past = [];
    let future = [];
    const watchers = new Set();

    function become(next) {
        const before = state;
        state = next;
        for (const watcher of [...watchers]) {
            if (watchers.has(watcher)) watcher(before);
        }
    }

    /** Changes the state; `patch` is merged at the top level, or a function of the state. */
    function change(reason, patch) {
        const made = typeof patch === "function" ? patch(state) : {...state, ...patch};
        if (Object.keys(made).every((name) => made[name] === state[name])) return;
        past = [...past.slice(1 - kept), {reason, state}];
        future = [];
        become(Object.freeze({...state, ...made}));
    }

    /** Calls at once, and again when what `pick` takes of the state is another. */
    function watch(pick, listener) {
        let value = pick(state);
        const watcher = () => {
            const next = pick(state);
            if (next === value) return;
            const before = value;
            value = next;
            listener(next, before);
        };
        watchers.add(watcher);
        listener(value, undefined);
        return () => watchers.delete(watcher);
    }

    /** Goes to the state before the last change. */
    function back() {
        const last = past.pop();
        if (!last) return false;
        future.push({reason: last.reason, state});
        become(last.state);
        return true;
    }

    /** Takes `back` back. */
    function forward() {
        const next = future.pop();
        if (!next) return false;
        past.push({reason: next.reason, state});
        become(next.state);
        return true;
    }

    return {
        get state() { return state; },
        /** The reasons of the changes that `back` can take back, the latest last. */
        get reasons() { return past.map((entry) => entry.reason); },
        change, watch, back, forward,
    };
}
