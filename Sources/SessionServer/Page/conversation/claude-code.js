// Reads a record of a Claude Code transcript, which keeps its own shape in the log.

const COMMAND = /<command-name>\s*\/?([^<]*)<\/command-name>/;
const ARGUMENTS = /<command-args>([\s\S]*?)<\/command-args>/;
const SHELL = /^<bash-input>([\s\S]*?)<\/bash-input>/;
const OUTPUT = /^<(?:local-command|bash)-(?:stdout|stderr)>/;
const REMINDER = /<system-reminder>([\s\S]*?)<\/system-reminder>/g;

function textParts(text) {
    const parts = [];
    let from = 0;
    for (const match of text.matchAll(REMINDER)) {
        const before = text.slice(from, match.index);
        if (before.trim() !== "") parts.push({type: "text", text: before});
        parts.push({type: "reminder", text: match[1].trim()});
        from = match.index + match[0].length;
    }
    const rest = text.slice(from);
    if (rest.trim() !== "" || parts.length === 0) parts.push({type: "text", text: rest});
    return parts;
}

function imagePart(source) {
    return {type: "image", mediaType: source?.media_type ?? "", data: source?.data ?? ""};
}

function blockParts(block) {
    switch (block?.type) {
    case "text": return textParts(String(block.text ?? ""));
    case "thinking": return [{type: "thinking", text: String(block.thinking ?? "")}];
    case "redacted_thinking": return [{type: "thinking", text: ""}];
    case "image": return [imagePart(block.source)];
    case "tool_use":
        return [{
            type: "call", id: block.id ?? null, name: block.name ?? "", arguments: block.input,
        }];
    case "tool_result":
        return [{
            type: "result", id: block.tool_use_id ?? null, value: block.content,
            error: block.is_error === true,
        }];
    default: return [{type: "other", name: block?.type ?? "", value: block}];
    }
}

/** A slash command, or a command of the shell, that stands where a prompt would. */
function commandOf(text) {
    const name = COMMAND.exec(text);
    const given = ARGUMENTS.exec(text)?.[1].trim() ?? "";
    if (name) return {name: `/${name[1].trim()}`, arguments: given};
    const shell = SHELL.exec(text);
    return shell ? {name: "!", arguments: shell[1].trim()} : null;
}

function usageOf(usage) {
    if (!usage || typeof usage !== "object") return null;
    return {
        input: usage.input_tokens ?? 0, output: usage.output_tokens ?? 0,
        cacheRead: usage.cache_read_input_tokens ?? 0,
        cacheCreation: usage.cache_creation_input_tokens ?? 0,
    };
}

/** What a record says, in the form of `message.js`. */
export function readClaudeCode(record) {
    const message = record?.message;
    const content = message?.content ?? record?.content;
    const parts = typeof content === "string" ? textParts(content)
        : Array.isArray(content) ? content.flatMap(blockParts) : [];
    const plain = typeof content === "string" ? content
        : parts.find((part) => part.type === "text")?.text ?? "";
    return {
        parts, model: message?.model ?? null, usage: usageOf(message?.usage),
        command: commandOf(plain), isOutput: OUTPUT.test(plain),
        isMeta: record?.isMeta === true,
    };
}
