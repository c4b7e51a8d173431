// The one store: a frozen state, changes with a reason, watchers, and its own past.

const memory = 200;

/**
 * Makes a store. Nothing else on the page holds state that a person can see.
 *
 * @param {object} initial the state to begin with
 * @param {object} [past]
 * @param {string[]} [past.kept] the members that `back` brings back; the others are facts
 * @param {string} [past.within] a member whose change begins a new past
 */
export function createStore(initial, {kept = Object.keys(initial), within} = {}) {
    let state = Object.freeze({...initial});
    let past = [];
    let future = [];
    const watchers = new Set();

    function become(next) {
        const before = state;
        state = Object.freeze(next);
        for (const watcher of [...watchers]) {
            if (watchers.has(watcher)) watcher(before);
        }
    }

    /** Changes the state; `patch` is merged at the top level, or a function of the state. */
    function change(reason, patch) {
        const made = typeof patch === "function" ? patch(state) : patch;
        const names = Object.keys(made).filter((name) => made[name] !== state[name]);
        if (names.length === 0) return;
        if (within && names.includes(within)) {
            past = [];
            future = [];
        } else if (names.some((name) => kept.includes(name))) {
            past = [...past.slice(1 - memory), {reason, view: view()}];
            future = [];
        }
        become({...state, ...made});
    }

    function view() {
        return Object.fromEntries(kept.map((name) => [name, state[name]]));
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

    function move(from, to) {
        const last = from.pop();
        if (!last) return false;
        to.push({reason: last.reason, view: view()});
        become({...state, ...last.view});
        return true;
    }

    return {
        get state() { return state; },
        /** The reasons of the changes that `back` can take back, the latest last. */
        get reasons() { return past.map((entry) => entry.reason); },
        change, watch,
        /** Goes to what was before the last change; false: nothing was. */
        back: () => move(past, future),
        /** Takes `back` back. */
        forward: () => move(future, past),
    };
}
