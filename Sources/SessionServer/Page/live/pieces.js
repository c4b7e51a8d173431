// Answers that are still coming: pieces by their ids, put together until the whole one is there.

/**
 * The answers after another event.
 *
 * The pieces of the answer `A` are `A/1`, `A/2` …, and the finished one is `A`. A piece that came
 * before, or twice, changes nothing.
 *
 * @param {Record<string, object>} answers by id; never changed, only replaced
 * @param {object} event a CloudEvent
 */
export function withEvent(answers, event) {
    if (event.type === "response.streamed") return withPiece(answers, event);
    if (!event.type.startsWith("response.") || !(event.eventid in answers)) return answers;
    const {[event.eventid]: finished, ...others} = answers;
    return others;
}

function withPiece(answers, event) {
    const parts = /^(.+)\/(\d+)$/.exec(event.eventid ?? "");
    if (!parts) return answers;
    const [, id, number] = parts;
    const had = answers[id] ?? {id, branch: event.branch, actor: event.actor, pieces: {}};
    if (number in had.pieces) return answers;
    const pieces = {...had.pieces, [number]: event.data};
    return {...answers, [id]: {
        ...had, pieces,
        text: joined(pieces, "text"),
        thinking: joined(pieces, "thinking"),
        model: event.data?.["gen_ai.response.model"] ?? had.model,
        revision: Number(event.sequence),
        time: event.time,
    }};
}

function joined(pieces, member) {
    return Object.keys(pieces).map(Number).sort((one, other) => one - other)
        .map((number) => pieces[number]?.[member] ?? "").join("");
}

/** The answers that come on a branch, the oldest first. */
export function answersOn(answers, branch) {
    return Object.values(answers).filter((answer) => answer.branch === branch)
        .sort((one, other) => one.revision - other.revision);
}
