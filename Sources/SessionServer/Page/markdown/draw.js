// Draws Markdown as elements. Whatever it holds becomes text, or one of the elements made here.

import {el} from "../dom/el.js";
import {codeText, plainText} from "../text/draw.js";
import {fold} from "../text/fold.js";
import {languageNamed} from "../text/languages.js";
import {visibleRuns} from "../text/visible.js";
import {parseMarkdown} from "./blocks.js";

/** Characters of a text that are read as Markdown; what is longer is shown as it is. */
const longest = 300_000;

function appendText(node, text) {
    for (const run of visibleRuns(text)) {
        node.append(run.text ?? el("span.unseen", {title: run.name}, run.code));
    }
}

function link(node) {
    const label = inlineTo(el("span"), node.children);
    if (!node.href) return el("span.no-link", {title: `Leads nowhere: ${node.address}`}, label);
    return el("a", {
        href: node.href, title: node.href, target: "_blank", rel: "noopener noreferrer",
        referrerPolicy: "no-referrer",
    }, label);
}

/** Pictures of other places are not fetched: whoever wrote the text would learn who reads it. */
function picture(node) {
    const label = node.children[0]?.text || "picture";
    return link({...node, children: [{type: "text", text: `🖼 ${label}`}]});
}

function inlineTo(parent, nodes) {
    for (const node of nodes) {
        switch (node.type) {
        case "text": appendText(parent, node.text); break;
        case "code": parent.append(plainText(node.text, "code")); break;
        case "break": parent.append(el("br")); break;
        case "emphasis": parent.append(inlineTo(el("em"), node.children)); break;
        case "strong": parent.append(inlineTo(el("strong"), node.children)); break;
        case "deleted": parent.append(inlineTo(el("del"), node.children)); break;
        case "link": parent.append(link(node)); break;
        case "image": parent.append(picture(node)); break;
        }
    }
    return parent;
}

/** A block of code with its language and a button that copies it. */
export function codeBlock(text, name) {
    const language = languageNamed(name);
    const shown = fold(text, {lines: 60, characters: 20_000});
    const code = codeText(shown.text, language);
    const pre = el("pre", {tabIndex: 0, "aria-label": name ? `Code, ${name}` : "Code"}, code);
    const copy = el("button.copy", {
        type: "button", title: "Copy the code", "aria-label": "Copy the code",
        onclick: (event) => {
            event.stopPropagation();
            navigator.clipboard.writeText(text);
            copy.textContent = "Copied";
        },
    }, "Copy");
    const node = el("div.code-block", {},
        el("div.code-head", {}, el("span", {}, name || "text"), copy), pre);
    if (shown.hidden > 0) {
        node.append(moreButton(text, () => code.replaceWith(codeText(text, language))));
    }
    return node;
}

function moreButton(text, show) {
    const button = el("button.more", {
        type: "button",
        onclick: () => {
            button.remove();
            show();
        },
    }, `Show all ${text.split("\n").length} lines`);
    return button;
}

function list(block, outline) {
    const node = el(block.ordered ? "ol" : "ul", {
        class: block.loose ? "loose" : "", ...(block.ordered ? {start: block.start} : {}),
    });
    for (const item of block.items) {
        const entry = el("li");
        if (item.checked !== undefined) {
            entry.classList.add("task");
            entry.append(el("span.task-box", {
                role: "img", "aria-label": item.checked ? "done" : "open",
            }, item.checked ? "☑" : "☐"));
        }
        const only = !block.loose && item.blocks[0]?.type === "paragraph";
        if (only) inlineTo(entry, item.blocks[0].inline);
        blocksTo(entry, only ? item.blocks.slice(1) : item.blocks, outline);
        node.append(entry);
    }
    return node;
}

function table(block) {
    const cells = (name, row) => row.map((cell, index) => {
        const node = inlineTo(el(name, {scope: name === "th" ? "col" : null}), cell);
        if (block.align[index]) node.style.textAlign = block.align[index];
        return node;
    });
    return el("div.table-frame", {tabIndex: 0, role: "group", "aria-label": "Table"},
        el("table", {}, el("thead", {}, el("tr", {}, cells("th", block.head))),
            el("tbody", {}, block.rows.map((row) => el("tr", {}, cells("td", row))))));
}

/** A heading below those of the page; none is skipped, whatever the text skips. */
function heading(block, outline) {
    outline.level = Math.min(block.level + 2, outline.level + 1, 6);
    return inlineTo(el(`h${outline.level}.md-${block.level}`, {dir: "auto"}), block.inline);
}

function drawBlock(block, outline) {
    switch (block.type) {
    case "heading": return heading(block, outline);
    case "code": return codeBlock(block.text, block.language);
    case "quote": return blocksTo(el("blockquote"), block.blocks, outline);
    case "list": return list(block, outline);
    case "table": return table(block);
    case "rule": return el("hr");
    default: return inlineTo(el("p", {dir: "auto"}), block.inline);
    }
}

function blocksTo(parent, blocks, outline) {
    for (const block of blocks) parent.append(drawBlock(block, outline));
    return parent;
}

/** A text as Markdown. */
export function drawMarkdown(text) {
    const node = el("div.markdown");
    if (text.length > longest) {
        node.append(plainText(text.slice(0, longest), "pre"));
        return node;
    }
    return blocksTo(node, parseMarkdown(text), {level: 2});
}
