// What an event says, whatever the tool that wrote it: parts of text, thinking, calls, results.

import {readClaudeCode} from "./claude-code.js";

/**
 * @typedef {{type: "text"|"thinking"|"reminder", text: string}
 *     | {type: "call", id: string|null, name: string, arguments: any}
 *     | {type: "result", id: string|null, value: any, error: boolean}
 *     | {type: "image", mediaType: string, data: string}
 *     | {type: "other", name: string, value: any}} Part
 * @typedef {object} Message
 * @property {Part[]} parts
 * @property {string|null} model
 * @property {object|null} usage
 * @property {{name: string, arguments: string}|null} command
 * @property {boolean} isOutput whether it is the output of such a command
 * @property {boolean} isMeta whether the tool said it to itself
 */

const EMPTY = {parts: [], model: null, usage: null, command: null, isOutput: false, isMeta: false};

function text(value) {
    return typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
}

function ownParts(kind, data) {
    switch (kind) {
    case "tool.called":
        return [{
            type: "call", id: data["gen_ai.tool.call.id"] ?? null,
            name: text(data["gen_ai.tool.name"]), arguments: data["gen_ai.tool.call.arguments"],
        }];
    case "tool.returned":
        return [{
            type: "result", id: data["gen_ai.tool.call.id"] ?? null,
            value: data["gen_ai.tool.call.result"], error: data["error.type"] !== undefined,
        }];
    case "response.failed":
        return [{
            type: "text", text: [data["error.type"], data.message].filter(Boolean).join(": "),
        }];
    default: {
        const parts = []
        if (data.thinking) parts.push({type: "thinking", text: text(data.thinking)})
        if (data.text !== undefined && data.text !== "") {
            parts.push({type: "text", text: text(data.text)});
        }
        return parts
    }
    }
}

function ownMessage(kind, data) {
    if (data === null || typeof data !== "object") return {...EMPTY, parts: []};
    const usage = data["gen_ai.usage.output_tokens"] === undefined ? null : {
        input: data["gen_ai.usage.input_tokens"] ?? 0,
        output: data["gen_ai.usage.output_tokens"] ?? 0,
        cacheRead: data["gen_ai.usage.cache_read.input_tokens"] ?? 0,
        cacheCreation: data["gen_ai.usage.cache_creation.input_tokens"] ?? 0,
    };
    const said = typeof data.text === "string" ? data.text.trim() : "";
    const command = ["prompt.submitted", "command.given"].includes(kind) && /^\/[a-z][\w:-]*(?:\s|$)/.test(said)
        ? {name: said.split(/\s/, 1)[0], arguments: said.replace(/^\S+\s*/, "")} : null;
    return {
        ...EMPTY, parts: ownParts(kind, data), usage, command,
        model: data["gen_ai.response.model"] ?? null,
    };
}

function toldPart(part) {
    if (part.call) return {type: "call", ...part.call};
    if (part.result) return {type: "result", error: false, ...part.result};
    if (part.thinking !== undefined) return {type: "thinking", text: text(part.thinking)};
    if (part.text !== undefined) return {type: "text", text: text(part.text)};
    // As the server calls what a tool keeps sealed.
    if (/^thinking\b/.test(part.other ?? "")) return {type: "thinking", text: ""};
    const {source} = part.value ?? {};
    if (part.other === "image" && source) {
        return {type: "image", mediaType: source.media_type ?? "", data: source.data ?? ""};
    }
    return {type: "other", name: part.other ?? "", value: part.value};
}

/** A message in the form in which the server tells it for every tool. */
function toldMessage({parts, model, tokens}) {
    return {...EMPTY, parts: parts.map(toldPart), model: model ?? null, usage: tokens ?? null};
}

/**
 * @param {import("../wire/types.js").Event} event
 * @returns {Message}
 */
export function messageOf(event) {
    if (event.erased) return EMPTY;
    if (event.dialect === "claude-code") return readClaudeCode(event.data);
    if (event.message) return toldMessage(event.message);
    return ownMessage(event.type, event.data);
}

/** The readable text of a result: strings as they are, blocks of text joined, else its JSON. */
export function resultText(value) {
    if (typeof value === "string") return value;
    if (value === null || value === undefined) return "";
    if (isText(value)) return value.text;
    if (Array.isArray(value) && value.every((block) => block && typeof block === "object")) {
        const texts = value.filter(isText).map((block) => block.text);
        if (texts.length > 0) return texts.join("\n");
        if (value.every((block) => block.type === "image")) return "";
    }
    return JSON.stringify(value, null, 2);
}

/** A block of text, as tools call it: text, input_text, output_text. */
function isText(block) {
    return /(?:^|_)text$/.test(block.type ?? "") && typeof block.text === "string";
}

/** The images in a result. */
export function resultImages(value) {
    if (!Array.isArray(value)) return [];
    return value.filter((block) => block?.type === "image").map((block) => ({
        type: "image", mediaType: block.source?.media_type ?? block.mimeType ?? "",
        data: block.source?.data ?? block.data ?? "",
    }));
}
