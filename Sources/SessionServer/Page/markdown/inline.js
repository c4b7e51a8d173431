// Reads what stands in a line of Markdown: emphasis, code, links. HTML in it stays text.

import {safeLink} from "../text/links.js";

const SPECIAL = /[\\`*_~[\]!<\nhHmw]/g;
const BARE = /(?:https?:\/\/|mailto:|www\.)[^\s<>"'`\])}]*[^\s<>"'`\])}.,;:!?*_~]/y;
/** What stands behind a label: an address, and a title. */
const TARGET = new RegExp("\\(\\s*(<[^<>\\n]*>|[^\\s()]*(?:\\([^\\s()]*\\)[^\\s()]*)*)"
    + "(?:\\s+[\"'(][^\\n]*?[\"')])?\\s*\\)", "y");
const PUNCTUATION = /[!-/:-@[-`{-~]/;
const DEPTH = 20;

/** Where `[` at an index is closed, each found once for the whole text. */
function closings(text) {
    const open = [];
    const result = new Map();
    for (let at = 0; at < text.length; at += 1) {
        if (text[at] === "\\") at += 1;
        else if (text[at] === "[") open.push(at);
        else if (text[at] === "]" && open.length > 0) result.set(open.pop(), at);
    }
    return result;
}

class Scanner {
    constructor(text, depth) {
        this.text = text;
        this.depth = depth;
        this.at = 0;
        this.nodes = [];
        this.plain = "";
        this.brackets = depth < DEPTH ? closings(text) : new Map();
        this.unclosedTicks = new Set();
    }

    push(node) {
        this.flush();
        this.nodes.push(node);
    }

    flush() {
        if (this.plain !== "") this.nodes.push({type: "text", text: this.plain});
        this.plain = "";
    }

    take(length) {
        this.plain += this.text.slice(this.at, this.at + length);
        this.at += length;
    }

    run() {
        while (this.at < this.text.length) {
            SPECIAL.lastIndex = this.at;
            const next = SPECIAL.exec(this.text)?.index ?? this.text.length;
            this.take(next - this.at);
            if (this.at < this.text.length && !this.special(this.text[this.at])) this.take(1);
        }
        this.flush();
        return this.nodes;
    }

    special(character) {
        switch (character) {
        case "\\": return this.escape();
        case "`": return this.code();
        case "*": case "_": case "~": return this.delimiter(character);
        case "[": return this.link(this.at, "link");
        case "!": return this.text[this.at + 1] === "[" && this.link(this.at + 1, "image");
        case "<": return this.angle();
        case "\n": return this.lineBreak();
        case "h": case "H": case "m": case "w": return this.bare();
        default: return false;
        }
    }

    escape() {
        const next = this.text[this.at + 1];
        if (next === "\n") {
            this.push({type: "break"});
        } else if (next !== undefined && PUNCTUATION.test(next)) {
            this.plain += next;
        } else {
            return false;
        }
        this.at += 2;
        return true;
    }

    code() {
        const ticks = /`+/y;
        ticks.lastIndex = this.at;
        const mark = ticks.exec(this.text)[0];
        if (!this.unclosedTicks.has(mark.length)) {
            const end = new RegExp(`(?<!\`)${mark}(?!\`)`, "g");
            end.lastIndex = this.at + mark.length;
            const close = end.exec(this.text);
            if (close) {
                const inner = this.text.slice(this.at + mark.length, close.index);
                const text = inner.replace(/\n/g, " ").replace(/^ (.*[^ ].*) $/, "$1");
                this.push({type: "code", text});
                this.at = close.index + mark.length;
                return true;
            }
            this.unclosedTicks.add(mark.length);
        }
        this.take(mark.length);
        return true;
    }

    /** A run of marks; which of them emphasise is told once the whole line is read. */
    delimiter(mark) {
        let end = this.at;
        while (this.text[end] === mark) end += 1;
        const before = this.text[this.at - 1] ?? " ";
        const after = this.text[end] ?? " ";
        const isEdge = (sign) => /\s/.test(sign) || PUNCTUATION.test(sign);
        const leans = (sign, other) => !/\s/.test(sign)
            && (!PUNCTUATION.test(sign) || isEdge(other));
        const opens = leans(after, before);
        const closes = leans(before, after);
        const inWord = mark === "_" && /[\p{L}\p{N}]/u.test(before) && /[\p{L}\p{N}]/u.test(after);
        this.push({
            type: "mark", mark, length: end - this.at,
            opens: opens && !inWord && !(mark === "_" && closes && !PUNCTUATION.test(before)),
            closes: closes && !inWord && !(mark === "_" && opens && !PUNCTUATION.test(after)),
        });
        this.at = end;
        return true;
    }

    link(bracket, type) {
        const close = this.brackets.get(bracket);
        if (close === undefined || this.text[close + 1] !== "(") return false;
        TARGET.lastIndex = close + 1;
        const match = TARGET.exec(this.text);
        if (!match) return false;
        const address = match[1].replace(/^<|>$/g, "");
        const label = this.text.slice(bracket + 1, close);
        this.push({
            type, address, href: safeLink(address),
            children: type === "image" ? [{type: "text", text: label}]
                : parseInline(label, this.depth + 1),
        });
        this.at = close + 1 + match[0].length;
        return true;
    }

    angle() {
        const match = /<((?:https?:|mailto:)[^\s<>]*|[\w.+-]+@[\w-]+\.[\w.-]+)>/y;
        match.lastIndex = this.at;
        const found = match.exec(this.text);
        if (!found) return false;
        const address = found[1].includes(":") ? found[1] : `mailto:${found[1]}`;
        this.push(linkTo(address, found[1]));
        this.at += found[0].length;
        return true;
    }

    bare() {
        if (this.at > 0 && /[\p{L}\p{N}_/]/u.test(this.text[this.at - 1])) return false;
        BARE.lastIndex = this.at;
        const found = BARE.exec(this.text)?.[0];
        if (!found) return false;
        this.push(linkTo(found.startsWith("www.") ? `https://${found}` : found, found));
        this.at += found.length;
        return true;
    }

    lineBreak() {
        const hard = this.plain.endsWith("  ");
        this.plain = this.plain.trimEnd();
        if (hard) this.push({type: "break"});
        else this.plain += "\n";
        this.at += 1;
        return true;
    }
}

function linkTo(address, label) {
    const href = safeLink(address);
    return { type: "link", address, href, children: [{type: "text", text: label}] };
}

function typeOf(mark, length) {
    if (mark === "~") return length === 2 ? "deleted" : null;
    return length === 2 ? "strong" : "emphasis";
}

/** Pairs the marks from the left: each closing one with the nearest that opens. */
function emphasise(nodes) {
    const result = [];
    const openers = {"*": [], "_": [], "~": []};
    const close = (node) => {
        const open = openers[node.mark];
        while (node.length > 0 && open.length > 0) {
            const start = open[open.length - 1];
            const opener = result[start];
            const length = node.length >= 2 && opener.length >= 2 ? 2 : 1;
            const type = typeOf(node.mark, length);
            if (!type) break;
            const children = result.splice(start + 1).map(asText);
            node.length -= length;
            opener.length -= length;
            if (opener.length === 0) {
                open.pop();
                result.pop();
            }
            result.push({type, children});
            for (const marks of Object.values(openers)) {
                while (marks.length > 0 && marks[marks.length - 1] > start) marks.pop();
            }
        }
    };
    for (const node of nodes) {
        if (node.type === "mark" && node.closes) close(node);
        if (node.type === "mark" && node.length === 0) continue;
        if (node.type === "mark" && node.opens) openers[node.mark].push(result.length);
        result.push(node);
    }
    return result.map(asText);
}

function asText(node) {
    return node.type === "mark" ? {type: "text", text: node.mark.repeat(node.length)} : node;
}

/**
 * @param {string} text
 * @returns {object[]} nodes: `text`, `code`, `break`; `emphasis`, `strong`, `deleted` with
 *     children; `link` and `image` with `href`, which is null where it may not be followed
 */
export function parseInline(text, depth = 0) {
    return emphasise(new Scanner(text, depth).run());
}
