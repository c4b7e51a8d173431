// Makes characters visible that hide in a text: zero-width ones, controls, marks that turn the
// direction of what follows. A transcript may use them to show something else than it holds.

const NAMES = {
    0x00ad: "soft hyphen",
    0x061c: "Arabic letter mark",
    0x180e: "Mongolian vowel separator",
    0x200b: "zero width space",
    0x200c: "zero width non-joiner",
    0x200d: "zero width joiner",
    0x200e: "left-to-right mark",
    0x200f: "right-to-left mark",
    0x2028: "line separator",
    0x2029: "paragraph separator",
    0x202a: "left-to-right embedding",
    0x202b: "right-to-left embedding",
    0x202c: "end of embedding",
    0x202d: "left-to-right override",
    0x202e: "right-to-left override",
    0x2060: "word joiner",
    0x2066: "left-to-right isolate",
    0x2067: "right-to-left isolate",
    0x2068: "first strong isolate",
    0x2069: "end of isolate",
    0xfeff: "zero width no-break space",
};

const HIDDEN = new RegExp(
    "[\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f"
        + "\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ufff9-\\ufffb]|[\\u{e0000}-\\u{e007f}]",
    "gu");

const PICTURE = /\p{Extended_Pictographic}|\u{fe0f}|\p{Emoji_Modifier}/u;

/** Whether a joiner stands inside an emoji, where it belongs. */
function joinsPictures(text, index) {
    const before = text.slice(Math.max(0, index - 2), index);
    const after = String.fromCodePoint(text.codePointAt(index + 1) ?? 0x20);
    return PICTURE.test(before) && PICTURE.test(after);
}

/** The name of a hidden character, such as `U+200B zero width space`. */
export function nameOf(codePoint) {
    const code = "U+" + codePoint.toString(16).toUpperCase().padStart(4, "0");
    if (NAMES[codePoint]) return `${code} ${NAMES[codePoint]}`;
    return codePoint < 0xa0 ? `${code} control character` : `${code} hidden character`;
}

/**
 * A text as runs: `{text}` of what is seen, `{code, name}` of one character that is not.
 * Line ends and tabs are seen; `\r\n` counts as a line end.
 */
export function visibleRuns(text) {
    const plain = text.replace(/\r\n/g, "\n");
    const runs = [];
    let from = 0;
    for (const match of plain.matchAll(HIDDEN)) {
        const codePoint = plain.codePointAt(match.index);
        if (codePoint === 0x200d && joinsPictures(plain, match.index)) continue;
        if (match.index > from) runs.push({text: plain.slice(from, match.index)});
        const name = nameOf(codePoint);
        runs.push({code: name.split(" ", 1)[0], name});
        from = match.index + match[0].length;
    }
    if (from < plain.length) runs.push({text: plain.slice(from)});
    return runs;
}
