// What becomes of a change that was made on an old head.

/** Kinds that only add to the conversation, and leave what others said as it is. */
const adds = new Set(["prompt.submitted", "note.added"]);
const answers = /^(response|tool|context|request)\./;

/**
 * Whether a change is appended behind what came meanwhile, or merged.
 *
 * A remark stands by itself. A prompt stands behind an answer that was still coming, but not behind
 * what somebody else asked or changed: that a person has to see. A value goes on where nobody set
 * the same subject.
 *
 * @param {Array<{type: string, subject?: string}>} events that were to be appended
 * @param {Array<{type: string, subject?: string}>} since what came meanwhile
 * @returns {"append"|"merge"}
 */
export function decide(events, since) {
    const isClear = events.every((event) => {
        if (event.type === "note.added") return true;
        if (adds.has(event.type)) return since.every((other) => answers.test(other.type));
        return !since.some((other) => other.type === event.type
            && (other.subject ?? "") === (event.subject ?? ""));
    });
    return isClear ? "append" : "merge";
}
