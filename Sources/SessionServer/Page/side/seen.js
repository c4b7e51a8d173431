// What a model saw, taken apart: system, tools, earlier messages, what was new. Pure.

/** Characters that one token stands for, roughly; shares are told, not counts. */
const perToken = 4;

function blocks(content) {
    return typeof content === "string" ? [{type: "text", text: content}]
        : Array.isArray(content) ? content : [];
}

/** The beginning of what a message says. */
export function beginning(message) {
    const said = blocks(message.content).map((block) => {
        switch (block?.type) {
        case "text": return block.text;
        case "thinking": return block.thinking;
        case "tool_use": return `${block.name} ${JSON.stringify(block.input)}`;
        case "tool_result": return typeof block.content === "string" ? block.content
            : blocks(block.content).map((part) => part?.text ?? `[${part?.type}]`).join(" ");
        default: return block?.text ?? `[${block?.type ?? "part"}]`;
        }
    }).join(" ");
    return said.replace(/\s+/g, " ").trim();
}

/** What kind of message it is: the results of tools come in the name of the user. */
export function roleOf(message) {
    const types = blocks(message.content).map((block) => block?.type);
    if (types.includes("tool_result")) return "result";
    if (types.includes("tool_use")) return "call";
    return message.role ?? "message";
}

function item(title, value, role) {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return {title, role, characters: text.length, tokens: Math.ceil(text.length / perToken), value};
}

function messagesOf(request) {
    const list = request?.messages ?? request?.input ?? request?.contents;
    return Array.isArray(list) ? list : [];
}

function messageItem(message) {
    return item(beginning(message).slice(0, 300), message, roleOf(message));
}

/** Leaves out what caches are told: it moves at each request and says nothing. */
function essence(message) {
    return JSON.stringify(message, (key, value) => key === "cache_control" ? undefined : value);
}

/** How many messages at the beginning are those of the request before. */
export function keptMessages(before, after) {
    const old = messagesOf(before).map(essence);
    const now = messagesOf(after);
    let count = 0;
    const most = Math.min(old.length, now.length);
    while (count < most && essence(now[count]) === old[count]) count += 1;
    return {kept: count, left: old.length - count};
}

/**
 * The parts of a request as a stack.
 *
 * @param {object} request the body, as the provider takes it
 * @param {object|null} before the body of the request before
 * @returns {{parts: {id: string, title: string, items: object[], tokens: number}[], total: number,
 *     left: number}}
 */
export function stackOf(request, before) {
    const messages = messagesOf(request);
    const {kept, left} = before ? keptMessages(before, request) : {kept: 0, left: 0};
    const system = request?.system ?? request?.instructions ?? request?.systemInstruction;
    const systems = typeof system === "string" ? [item("System prompt", system, "system")]
        : blocks(system).map((block) => item(beginning({content: [block]}).slice(0, 300), block,
            "system"));
    const tools = (Array.isArray(request?.tools) ? request.tools : []).map((tool) =>
        item(tool.name ?? tool.function?.name ?? "tool", tool, "tool"));
    const parts = [
        {id: "system", title: "System", items: systems},
        {id: "tools", title: "Tools", items: tools},
        {id: "earlier", title: "Earlier", items: messages.slice(0, kept).map(messageItem)},
        {id: "new", title: before ? "New since the step before" : "Messages",
            items: messages.slice(kept).map(messageItem)},
    ].map((part) => ({...part, tokens: part.items.reduce((sum, one) => sum + one.tokens, 0)}));
    return {
        parts: parts.filter((part) => part.items.length > 0),
        total: parts.reduce((sum, part) => sum + part.tokens, 0), left,
    };
}

/** The revision at which the model had seen less: before the last thing that it said. */
export function stepBefore(rows, revision) {
    const isModel = (row) => row.revision <= revision && row.actor.startsWith("model:")
        && /^(?:response\.received|tool\.called)$/.test(row.kind);
    let at = rows.findLastIndex(isModel);
    // What a model said in one go is one step.
    while (at > 0 && isModel(rows[at - 1])) at -= 1;
    return at < 0 ? null : rows[at].revision - 1;
}
