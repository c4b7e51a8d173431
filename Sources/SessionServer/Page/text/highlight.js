// Splits code into tokens to colour. It knows no grammar: comments, strings, numbers and words are
// what a reader's eye looks for, and a mistake here is a wrong colour and nothing else.

const NUMBER = /(?:0[xX][\da-fA-F_]+|0[bB][01_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)\w*/y;
const WORD = /[\p{L}_$@][\p{L}\p{N}_$-]*/uy;
const PLAIN_WORD = /[\p{L}_$@][\p{L}\p{N}_$]*/uy;
const LIMIT = 200_000;

function matchAt(expression, code, at) {
    expression.lastIndex = at;
    const match = expression.exec(code);
    return match ? match[0] : "";
}

function commentAt(code, at, language) {
    for (const mark of language.line) {
        if (!code.startsWith(mark, at)) continue;
        // `$#` and `a#b` are no comments.
        if (mark === "#" && at > 0 && !/\s/.test(code[at - 1])) continue;
        const end = code.indexOf("\n", at);
        return code.slice(at, end < 0 ? code.length : end);
    }
    for (const [open, close] of language.block) {
        if (!code.startsWith(open, at)) continue;
        const end = code.indexOf(close, at + open.length);
        return code.slice(at, end < 0 ? code.length : end + close.length);
    }
    return "";
}

function stringAt(code, at, language) {
    const quote = language.strings.find((mark) => code.startsWith(mark, at));
    if (!quote) return "";
    const spans = quote.length > 1 || quote === "`";
    let end = at + quote.length;
    while (end < code.length) {
        if (code[end] === "\\") end += 2;
        else if (code.startsWith(quote, end)) return code.slice(at, end + quote.length);
        else if (code[end] === "\n" && !spans) break;
        else end += 1;
    }
    // A lone apostrophe opens nothing; a text that never ends is coloured to the end.
    return spans ? code.slice(at) : quote === "'" ? "" : code.slice(at, Math.min(end, code.length));
}

function kindOfWord(word, next, language) {
    const key = language.anyCase ? word.toLowerCase() : word;
    if (language.keywords.has(key)) return "keyword";
    if (language.constants.has(key)) return "constant";
    if (next === "(") return "call";
    return /^\p{Lu}\p{L}*\p{Ll}/u.test(word) ? "type" : "plain";
}

function tokenAt(code, at, language) {
    const comment = commentAt(code, at, language);
    if (comment) return ["comment", comment];
    if (language.keys) {
        const key = matchAt(language.keys, code, at);
        if (key) return ["key", key];
    }
    const string = stringAt(code, at, language);
    if (string) return ["string", string];
    const number = matchAt(NUMBER, code, at);
    if (number) return ["number", number];
    const word = matchAt(language.keys ? WORD : PLAIN_WORD, code, at);
    if (word) return [kindOfWord(word, code[at + word.length], language), word];
    return ["plain", String.fromCodePoint(code.codePointAt(at))];
}

/**
 * @param {string} code
 * @param {object|null} language of `languages.js`
 * @returns {{kind: string, text: string}[]} tokens that together are the code
 */
export function highlight(code, language) {
    if (!language || code.length > LIMIT) return [{kind: "plain", text: code}];
    const tokens = [];
    let at = 0;
    while (at < code.length) {
        const [kind, text] = tokenAt(code, at, language);
        const last = tokens[tokens.length - 1];
        if (kind === "plain" && last?.kind === "plain") last.text += text;
        else tokens.push({kind, text});
        at += text.length;
    }
    return tokens;
}

/** The same, a list of tokens for each line. */
export function highlightedLines(code, language) {
    const result = [[]];
    for (const token of highlight(code, language)) {
        token.text.split("\n").forEach((text, index) => {
            if (index > 0) result.push([]);
            if (text !== "") result[result.length - 1].push({kind: token.kind, text});
        });
    }
    return result;
}
