// What can be done in the conversation by name or key.

import {isSubagent} from "../app/branches.js";
import {travel} from "../app/travel.js";

/** The branch of the subagent that was called last before the moment, or called by it. */
function subagentAt({branches, moment}) {
    return branches.filter((branch) => isSubagent(branch.name) && branch.fork
        && branch.fork.revision <= moment.revision)
        .sort((one, other) => other.fork.revision - one.fork.revision)[0] ?? null;
}

/** Lets the ends of the line come into view again, also where the moment is there already. */
function showEnds({store, commands}, reader) {
    for (const id of ["travel.first", "travel.now"]) {
        const known = commands.get(id);
        commands.add({
            ...known,
            run: (event) => {
                known.run(event);
                reader()?.travelled();
            },
        });
    }
}

/** Adds the commands; `reader` gives what is read now, or null. */
export function addCommands({store, commands}, reader) {
    showEnds({store, commands}, reader);
    const has = () => reader() !== null;
    const flip = (name) => store.change(name, (state) => ({[name]: !state[name]}));
    commands.add({
        id: "conversation.bookkeeping", title: "Show or hide bookkeeping records", keys: ["b"],
        group: "Conversation", when: has, run: () => flip("bookkeeping"),
    }, {
        id: "conversation.raw", title: "Show events as JSON, or as they read", keys: ["r"],
        group: "Conversation", when: has, run: () => flip("raw"),
    }, {
        id: "conversation.open", title: "Open or close the card of the moment",
        keys: ["o", "Enter"], group: "Conversation", when: has, run: () => reader().toggleCard(),
    }, {
        id: "conversation.subagent", title: "To the subagent, or back to the call",
        group: "Conversation",
        when: (state) => isSubagent(state.moment.branch) || subagentAt(state) !== null,
        run: () => {
            const {branches, moment} = store.state;
            const branch = branches.find((one) => one.name === moment.branch);
            if (isSubagent(moment.branch) && branch?.fork) {
                travel(store, branch.fork);
                return;
            }
            const agent = subagentAt(store.state);
            travel(store, {branch: agent.name, revision: agent.fork.revision + 1});
        },
    });
}
