// Everything that can be done on the page by name: keys, palette and help are drawn from it.

/**
 * @typedef {object} Command
 * @property {string} id unique
 * @property {string} title what happens, as a person says it
 * @property {string[]} [keys] such as "f", "ArrowLeft", "Mod+k", "Alt+Shift+]"; the first is shown
 * @property {string} [group] under which heading it is listed
 * @property {boolean} [inText] whether its keys work while text is written, too
 * @property {boolean} [hidden] whether the palette leaves it out
 * @property {(state: object) => boolean} [when] whether it can be done now
 * @property {(event?: Event) => void} run
 */

/** Makes an empty registry for a store. */
export function createCommands(store) {
    const all = new Map();

    /** Adds commands; the one with the same id is replaced. */
    function add(...commands) {
        for (const command of commands) all.set(command.id, command);
    }

    function can(command) {
        return !command.when || command.when(store.state);
    }

    /** Does a command by its id; false: there is none, or it cannot be done now. */
    function run(id, event) {
        const command = all.get(id);
        if (!command || !can(command)) return false;
        command.run(event);
        return true;
    }

    return {
        add, can, run,
        get: (id) => all.get(id),
        /** All of them, in the order in which they were added. */
        list: () => [...all.values()],
    };
}
