import assert from "node:assert/strict";
import {test} from "node:test";
import {parseMarkdown} from "../../Sources/SessionServer/Page/markdown/blocks.js";
import {parseInline} from "../../Sources/SessionServer/Page/markdown/inline.js";

/** Blocks as one line each, so that what is expected reads as what a person would see. */
function outline(blocks) {
    return blocks.map((block) => {
        switch (block.type) {
        case "heading": return `h${block.level}(${inline(block.inline)})`;
        case "paragraph": return `p(${inline(block.inline)})`;
        case "code": return `code:${block.language}(${block.text})`;
        case "quote": return `quote(${outline(block.blocks)})`;
        case "list":
            return (block.ordered ? `ol${block.start}` : "ul") + "("
                + block.items.map((item) => (item.checked === undefined ? ""
                    : item.checked ? "[x]" : "[ ]") + outline(item.blocks)).join("; ") + ")";
        case "table":
            return `table(${block.head.map(inline).join("|")} / `
                + block.rows.map((row) => row.map(inline).join("|")).join(" / ") + ")";
        default: return block.type;
        }
    }).join(" ");
}

function inline(nodes) {
    return nodes.map((node) => {
        switch (node.type) {
        case "text": return node.text;
        case "break": return "⏎";
        case "code": return `‹${node.text}›`;
        case "link": return `link[${inline(node.children)}→${node.href}]`;
        case "image": return `image[${inline(node.children)}→${node.href}]`;
        default: return `${node.type[0]}{${inline(node.children)}}`;
        }
    }).join("");
}

const blockCases = [
    ["# One\n\ntwo *three*\nfour", "h1(One) p(two e{three}\nfour)"],
    ["Title\n=====\nrest", "h1(Title) p(rest)"],
    ["```swift\nlet a = 1\n\n# no heading\n```\nafter",
        "code:swift(let a = 1\n\n# no heading) p(after)"],
    ["~~~\nnever closed", "code:(never closed)"],
    ["- a\n- b\n  - c\n- d", "ul(p(a); p(b) ul(p(c)); p(d))"],
    ["1. a\n2. b\n\n   more of b\n3. c", "ol1(p(a); p(b) p(more of b); p(c))"],
    ["- [ ] open\n- [x] done", "ul([ ]p(open); [x]p(done))"],
    ["3) three\n4) four", "ol3(p(three); p(four))"],
    ["> said\n> > twice\n\nplain", "quote(p(said) quote(p(twice))) p(plain)"],
    ["| a | b |\n|---|:-:|\n| 1 | `x\\|y` |\n| 2 |", "table(a|b / 1|‹x|y› / 2|)"],
    ["a | b\nno table", "p(a | b\nno table)"],
    ["---\n***", "rule rule"],
    ["    indented\n    code", "code:(indented\ncode)"],
    ["text\n- item", "p(text) ul(p(item))"],
    ["- item\n\n```sh\nls\n```", "ul(p(item)) code:sh(ls)"],
    ["1. run\n   ```sh\n   ls\n   ```\n2. done", "ol1(p(run) code:sh(ls); p(done))"],
    ["<script>alert(1)</script>", "p(<script>alert(1)</script>)"],
];

test("blocks are told apart", () => {
    for (const [text, expected] of blockCases) assert.equal(outline(parseMarkdown(text)), expected);
});

const inlineCases = [
    ["a **b** *c* ~~d~~ __e__ _f_", "a s{b} e{c} d{d} s{e} e{f}"],
    ["***both***", "e{s{both}}"],
    ["snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"],
    ["`a *b*` ``x ` y``", "‹a *b*› ‹x ` y›"],
    ["`never closed", "`never closed"],
    ["\\*no\\* \\`no\\`", "*no* `no`"],
    ["one  \ntwo\\\nthree", "one⏎two⏎three"],
    ["[here](https://a.example/x_(y) \"title\")", "link[here→https://a.example/x_(y)]"],
    ["see https://a.example/b_c. Or <mailto:a@b.example>",
        "see link[https://a.example/b_c→https://a.example/b_c]. Or "
            + "link[mailto:a@b.example→mailto:a@b.example]"],
    ["[x](relative/path.md)", "link[x→null]"],
    ["![alt](https://a.example/i.png)", "image[alt→https://a.example/i.png]"],
    ["[**bold** link](http://a.example)", "link[s{bold} link→http://a.example/]"],
    ["[no link] (x)", "[no link] (x)"],
    ["<b>bold</b> & <img src=x onerror=alert(1)>", "<b>bold</b> & <img src=x onerror=alert(1)>"],
];

test("inline marks are told apart", () => {
    for (const [text, expected] of inlineCases) assert.equal(inline(parseInline(text)), expected);
});

test("a link that would run something leads nowhere", () => {
    const hostile = [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\u0000script:alert(1)",
        "\u0001javascript:alert(1)", "data:text/html,<script>1</script>", "vbscript:x",
        "file:///etc/passwd", "blob:https://a/b", "//evil.example", "java\u200bscript:alert(1)",
    ];
    for (const address of hostile) {
        const [node] = parseInline(`[x](<${address}>)`);
        if (node.type === "link") assert.equal(node.href, null, address);
    }
});

test("hostile Markdown takes no time", () => {
    const worst = [
        "[".repeat(50_000), "*a".repeat(30_000), "`".repeat(50_000) + "a", "> ".repeat(5_000),
        "- ".repeat(5_000), "[a](".repeat(20_000), "_".repeat(50_000), "![".repeat(30_000),
        "`a``b```c````d".repeat(5_000), "|".repeat(20_000) + "\n" + "|-".repeat(20_000),
        "a\n" + " ".repeat(50_000) + "x", "|\n" + "-" + " ".repeat(30_000) + "x",
        "***".repeat(20_000), "[" .repeat(10_000) + "](x)".repeat(10_000), "<".repeat(50_000),
        "https://".repeat(10_000), "# " + "#".repeat(30_000) + "x", "#" + " ".repeat(30_000) + "x",
    ];
    for (const text of worst) {
        const start = process.cpuUsage();
        parseMarkdown(text);
        const took = process.cpuUsage(start).user / 1000;
        assert.ok(took < 500, `${JSON.stringify(text.slice(0, 20))} took ${Math.round(took)} ms`);
    }
});

test("nothing of a text is lost in paragraphs", () => {
    const text = "a_b *c\nd~e [f](g h) `i ![j] <k> **l";
    const said = (nodes) => nodes.map((node) => node.text ?? said(node.children ?? [])).join("");
    assert.equal(said(parseInline(text)), text);
});
