// Server-sent events from text as it comes in pieces. Pure.

/** Makes a reader: give it pieces of text, it gives back the events that are whole by then. */
export function createLines() {
    let rest = "";

    return function read(piece) {
        rest += piece;
        const blocks = rest.split(/\r?\n\r?\n/);
        rest = blocks.pop();
        return blocks.map(eventOf).filter(Boolean);
    };
}

function eventOf(block) {
    const event = {id: null, name: "message", data: ""};
    const data = [];
    for (const line of block.split(/\r?\n/)) {
        if (line === "" || line.startsWith(":")) continue;
        const at = line.indexOf(":");
        const field = at < 0 ? line : line.slice(0, at);
        const value = at < 0 ? "" : line.slice(at + 1).replace(/^ /, "");
        if (field === "data") data.push(value);
        if (field === "id") event.id = value;
        if (field === "event") event.name = value;
    }
    event.data = data.join("\n");
    return data.length > 0 ? event : null;
}
