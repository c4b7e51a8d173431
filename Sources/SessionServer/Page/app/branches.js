// What the name of a branch tells.

/** Whether a branch is what a subagent did: the store names those `agent-…`. */
export function isSubagent(name) {
    return name.startsWith("agent-");
}
