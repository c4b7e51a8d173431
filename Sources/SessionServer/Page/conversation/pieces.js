// An answer that came in pieces and was never finished is one answer: the first piece shows it.

/** What the pieces of an answer have in common: `a` of the event id `a/3`; null: it is no piece. */
function answerName(entry) {
    if (entry?.row.kind !== "response.streamed") return null;
    return entry.message?.eventid?.replace(/\/\d+$/, "") ?? null;
}

/** The revision that shows an answer: that of its first piece. */
export function answerOf(source, revision) {
    const name = answerName(source.at(revision));
    if (name === null) return revision;
    let first = revision;
    while (first > 1 && answerName(source.at(first - 1)) === name) first -= 1;
    return first;
}

function text(parts, type) {
    return parts.filter((part) => part.type === type).map((part) => part.text).join("");
}

/** The entry with what all pieces of its answer said. */
export function joined(source, entry) {
    const name = answerName(entry);
    if (name === null) return entry;
    const parts = [];
    for (let revision = entry.row.revision; ; revision += 1) {
        const next = source.at(revision);
        if (answerName(next) !== name) break;
        parts.push(...next.message.parts);
    }
    const whole = ["thinking", "text"].map((type) => ({type, text: text(parts, type)}))
        .filter((part) => part.text !== "");
    return {...entry, message: {...entry.message, parts: whole}};
}
