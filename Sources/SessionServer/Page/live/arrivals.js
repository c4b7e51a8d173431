// What events that have just come make of the state. Pure.

/** The state when events of the session that is shown have come. */
export function withArrivals(state, events) {
    const heads = new Map();
    for (const event of events) {
        if (event.branch) heads.set(event.branch, Number(event.sequence));
    }
    const branches = state.branches.map((branch) => {
        const head = heads.get(branch.name) ?? 0;
        return head > branch.head ? {...branch, head} : branch;
    });
    const own = heads.get(state.moment.branch) ?? 0;
    if (own <= state.head.revision) return {branches};
    const head = Object.freeze({branch: state.moment.branch, revision: own});
    const moment = state.moment.isNow ? Object.freeze({...head, isNow: true}) : state.moment;
    return {branches, head, moment};
}

/** Whether the session as a whole is another: what is known of it has to be asked for again. */
export function isOther(event) {
    return !event.branch || event.type === "branch.merged" || event.type === "title.changed";
}

/** Whether something that was read already is not what it was. */
export function isUnreadable(event) {
    return event.type === "content.redacted" || event.type === "branch.renamed";
}
