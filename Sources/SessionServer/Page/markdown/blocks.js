// Reads Markdown into blocks. HTML in it stays text.

import {parseInline} from "./inline.js";

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([^\s`]*)[^`]*$/;
const HEADING = /^ {0,3}(#{1,6})(?:\s|$)/;
const RULE = /^ {0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$/;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(?:(\s+)(.*)|)$/;
const QUOTE = /^ {0,3}> ?/;
const UNDERLINE = /^ {0,3}(=+|-+)\s*$/;
const TASK = /^\[([ xX])\]\s+/;
const DEPTH = 12;

class Reader {
    constructor(lines, depth) {
        this.lines = lines;
        this.depth = depth;
        this.at = 0;
        this.blocks = [];
    }

    get line() { return this.lines[this.at] }

    run() {
        while (this.at < this.lines.length) {
            if (this.line.trim() === "") {
                this.at += 1;
                continue;
            }
            if (this.fence() || this.heading() || this.rule() || this.quote() || this.list()
                || this.table() || this.indented()) continue;
            this.paragraph();
        }
        return this.blocks;
    }

    fence() {
        const open = FENCE.exec(this.line);
        if (!open) return false;
        const close = new RegExp(`^ {0,3}${open[1][0]}{${open[1].length},}\\s*$`);
        const indent = this.line.length - this.line.trimStart().length;
        const lines = [];
        this.at += 1;
        while (this.at < this.lines.length && !close.test(this.line)) {
            lines.push(this.line.replace(new RegExp(`^ {0,${indent}}`), ""));
            this.at += 1;
        }
        this.at += 1;
        this.blocks.push({type: "code", language: open[2], text: lines.join("\n")});
        return true;
    }

    heading() {
        const match = HEADING.exec(this.line);
        if (!match) return false;
        const text = this.line.slice(match[0].length).trim();
        let marks = 0;
        while (text[text.length - 1 - marks] === "#") marks += 1;
        const closed = marks > 0 && /\s/.test(text[text.length - marks - 1] ?? " ");
        const title = closed ? text.slice(0, -marks).trim() : text;
        this.blocks.push({type: "heading", level: match[1].length, inline: parseInline(title)});
        this.at += 1;
        return true;
    }

    rule() {
        if (!RULE.test(this.line)) return false;
        this.blocks.push({type: "rule"});
        this.at += 1;
        return true;
    }

    quote() {
        if (!QUOTE.test(this.line) || this.depth >= DEPTH) return false;
        const lines = [];
        while (this.at < this.lines.length && this.line.trim() !== "") {
            if (!QUOTE.test(this.line) && beginsBlock(this.line)) break;
            lines.push(this.line.replace(QUOTE, ""));
            this.at += 1;
        }
        this.blocks.push({type: "quote", blocks: new Reader(lines, this.depth + 1).run()});
        return true;
    }

    list() {
        const first = ITEM.exec(this.line);
        if (!first || this.depth >= DEPTH) return false;
        const ordered = /\d/.test(first[2]);
        const mark = first[2].slice(-1);
        const items = [];
        let loose = false;
        while (this.at < this.lines.length) {
            const match = ITEM.exec(this.line);
            if (!match || RULE.test(this.line)) break;
            if (/\d/.test(match[2]) !== ordered || match[2].slice(-1) !== mark) break;
            const {lines, blank} = this.item(match);
            items.push(this.listItem(lines));
            while (this.at < this.lines.length && this.line.trim() === "") this.at += 1;
            const goesOn = this.at < this.lines.length && ITEM.test(this.line);
            loose ||= blank === "inside" || (blank === "after" && goesOn);
        }
        this.blocks.push({type: "list", ordered, start: parseInt(first[2], 10) || 1, loose, items});
        return true;
    }

    /** The lines of one item, without its indentation. */
    item(match) {
        const gap = match[3] ?? " ";
        const indent = match[1].length + match[2].length + (gap.length > 4 ? 1 : gap.length);
        const lines = [(gap.length > 4 ? gap.slice(1) : "") + (match[4] ?? "")];
        let blanks = 0;
        let inside = false;
        this.at += 1;
        while (this.at < this.lines.length) {
            const line = this.line;
            const depth = line.length - line.trimStart().length;
            if (line.trim() === "") {
                blanks += 1;
            } else if (depth >= Math.min(indent, 2)) {
                inside ||= blanks > 0;
                for (; blanks > 0; blanks -= 1) lines.push("");
                lines.push(line.slice(Math.min(depth, indent)));
            } else if (blanks > 0 || beginsBlock(line)) {
                break;
            } else {
                lines.push(line);
            }
            this.at += 1;
        }
        return {lines, blank: inside ? "inside" : blanks > 0 ? "after" : "none"};
    }

    listItem(lines) {
        const task = TASK.exec(lines[0]);
        if (task) lines[0] = lines[0].slice(task[0].length);
        const item = {blocks: new Reader(lines, this.depth + 1).run()};
        if (task) item.checked = task[1] !== " ";
        return item;
    }

    table() {
        const next = this.lines[this.at + 1];
        if (!this.line.includes("|") || next === undefined || !isTableRule(next)) return false;
        const head = cells(this.line);
        const align = cells(next).map((cell) => {
            const [left, right] = [cell.startsWith(":"), cell.endsWith(":")];
            return left && right ? "center" : right ? "right" : left ? "left" : "";
        });
        if (head.length !== align.length) return false;
        const rows = [];
        this.at += 2;
        while (this.at < this.lines.length && this.line.trim() !== "" && !beginsBlock(this.line)) {
            const row = cells(this.line);
            rows.push(head.map((_, index) => parseInline(row[index] ?? "")));
            this.at += 1;
        }
        this.blocks.push({type: "table", align, head: head.map((cell) => parseInline(cell)), rows});
        return true;
    }

    indented() {
        if (!/^(?: {4}|\t)/.test(this.line)) return false;
        const lines = [];
        const goesOn = () => /^(?: {4}|\t)/.test(this.line) || this.line.trim() === "";
        while (this.at < this.lines.length && goesOn()) {
            lines.push(this.line.replace(/^(?: {4}|\t)/, ""));
            this.at += 1;
        }
        const text = lines.join("\n").replace(/\n+$/, "");
        this.blocks.push({type: "code", language: "", text});
        return true;
    }

    paragraph() {
        const lines = [];
        while (this.at < this.lines.length && this.line.trim() !== "") {
            const underline = lines.length > 0 ? UNDERLINE.exec(this.line) : null;
            if (underline) {
                const level = underline[1][0] === "=" ? 1 : 2;
                this.blocks.push({type: "heading", level, inline: parseInline(lines.join("\n"))});
                this.at += 1;
                return;
            }
            if (lines.length > 0 && beginsBlock(this.line)) break;
            lines.push(this.line.replace(/^\s+/, ""));
            this.at += 1;
        }
        this.blocks.push({type: "paragraph", inline: parseInline(lines.join("\n"))});
    }
}

function beginsBlock(line) {
    return FENCE.test(line) || HEADING.test(line) || RULE.test(line) || QUOTE.test(line)
        || ITEM.test(line);
}

function isTableRule(line) {
    return line.includes("-") && cells(line).every((cell) => /^:?-+:?$/.test(cell));
}

function cells(line) {
    const result = [];
    let cell = "";
    const inner = line.trim().replace(/^\|/, "").replace(/(^|[^\\])\|$/, "$1");
    for (let at = 0; at < inner.length; at += 1) {
        if (inner[at] === "\\" && inner[at + 1] === "|") {
            cell += "|";
            at += 1;
        } else if (inner[at] === "|") {
            result.push(cell.trim());
            cell = "";
        } else {
            cell += inner[at];
        }
    }
    result.push(cell.trim());
    return result;
}

/**
 * @param {string} text
 * @returns {object[]} blocks: `heading`, `paragraph` with `inline`; `code` with `language` and
 *     `text`; `quote` with `blocks`; `list` with `items`; `table`; `rule`
 */
export function parseMarkdown(text) {
    const lines = text.replace(/\r\n?/g, "\n").replace(/\t/g, "    ").split("\n");
    return new Reader(lines, 0).run();
}
