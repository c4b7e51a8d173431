// How much of a long text is shown before somebody asks for all of it.

const LINES = 40;
const CHARACTERS = 12_000;

function endOfLines(text, lines) {
    let at = -1;
    for (let count = 0; count < lines; count += 1) {
        at = text.indexOf("\n", at + 1);
        if (at < 0) return text.length;
    }
    return at;
}

/**
 * The beginning of a text that is shown before somebody asks for all of it.
 *
 * @returns {{text: string, hidden: number}} what to show, and how many characters stay away
 */
export function fold(text, {lines = LINES, characters = CHARACTERS} = {}) {
    let end = Math.min(endOfLines(text, lines), characters);
    // What is a little longer is shown as a whole: to unfold three lines helps nobody.
    if (text.length <= end * 1.15) end = text.length;
    // A pair of surrogates is one character.
    if (end < text.length && /[\ud800-\udbff]/.test(text[end - 1])) end -= 1;
    return {text: text.slice(0, end), hidden: text.length - end};
}
