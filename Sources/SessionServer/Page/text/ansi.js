// Reads the escape sequences of terminals: colours become runs, everything else that would move a
// cursor, set a title or open a link is left out.

const SEQUENCE = new RegExp(
    "\\u001b\\[([0-9;:?<=>]*)[ -/]*([@-~])" // CSI
        + "|\\u001b\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\|$)" // OSC
        + "|\\u001b[PX^_][^\\u001b]*(?:\\u001b\\\\|$)" // DCS, SOS, PM, APC
        + "|\\u001b[ -/]*[0-~]?"
        + "|\\u009b([0-9;:?]*)[ -/]*([@-~])",
    "g");

const LEVELS = [0, 95, 135, 175, 215, 255];

/** The nearest of the sixteen colours: those have enough contrast on the page, light and dark. */
function nearest(red, green, blue) {
    const most = Math.max(red, green, blue);
    const least = Math.min(red, green, blue);
    if (most - least < 40) return most < 60 ? 0 : most < 150 ? 8 : most < 220 ? 7 : 15;
    const middle = (most + least) / 2;
    const bits = (red > middle ? 1 : 0) | (green > middle ? 2 : 0) | (blue > middle ? 4 : 0);
    return bits + (most > 200 ? 8 : 0);
}

function indexed(number) {
    if (number < 16) return number;
    if (number >= 232) {
        const grey = 8 + (number - 232) * 10;
        return nearest(grey, grey, grey);
    }
    const cube = number - 16;
    const level = (unit) => LEVELS[Math.floor(cube / unit) % 6];
    return nearest(level(36), level(6), level(1));
}

/** The colour that `38;…` or `48;…` names, and how many numbers it takes. */
function extended(numbers, at) {
    if (numbers[at + 1] === 5 && numbers[at + 2] <= 255) {
        return {colour: indexed(numbers[at + 2]), length: 3};
    }
    if (numbers[at + 1] === 2 && numbers.length >= at + 5) {
        return {colour: nearest(...numbers.slice(at + 2, at + 5)), length: 5};
    }
    return {colour: undefined, length: numbers.length - at};
}

const SWITCHES = {
    1: ["bold", true], 2: ["dim", true], 3: ["italic", true], 4: ["underline", true],
    7: ["inverse", true], 9: ["strike", true], 22: ["bold", false], 23: ["italic", false],
    24: ["underline", false], 27: ["inverse", false], 29: ["strike", false],
};

function setColour(style, side, colour) {
    if (colour === undefined) delete style[side];
    else style[side] = colour;
}

function applyOne(style, numbers, at) {
    const number = numbers[at];
    if (number === 0) {
        for (const key of Object.keys(style)) delete style[key];
        return 1;
    }
    if (SWITCHES[number]) {
        const [name, on] = SWITCHES[number];
        if (on) style[name] = true;
        else delete style[name];
        if (number === 22) delete style.dim;
        return 1;
    }
    if (number === 38 || number === 48) {
        const {colour, length} = extended(numbers, at);
        setColour(style, number === 38 ? "foreground" : "background", colour);
        return length;
    }
    const colours = [[30, "foreground", 0], [40, "background", 0], [90, "foreground", 8],
        [100, "background", 8]];
    for (const [first, side, base] of colours) {
        if (number >= first && number < first + 8) style[side] = number - first + base;
    }
    if (number === 39) delete style.foreground;
    if (number === 49) delete style.background;
    return 1;
}

function apply(style, parameters) {
    const numbers = parameters === "" ? [0] : parameters.split(/[;:]/).map((part) => +part || 0);
    let at = 0;
    while (at < numbers.length) at += applyOne(style, numbers, at);
}

/** What a line shows in the end whose beginning was written over, as progress bars do. */
function settle(text) {
    return text.replace(/\r\n/g, "\n").replace(/^[^\n]*\r(?=[^\n])/gm, "");
}

/** Whether a text holds any escape sequence. */
export function hasEscapes(text) {
    return /[\u001b\u009b]/.test(text);
}

/**
 * A text as runs `{text, foreground?, background?, bold?, dim?, italic?, underline?, inverse?,
 * strike?}`; colours are 0 to 15.
 */
export function ansiRuns(source) {
    const text = settle(source);
    const runs = [];
    const style = {};
    let from = 0;
    const push = (part) => {
        if (part === "") return;
        const last = runs[runs.length - 1];
        const next = {...style, text: part};
        const {text: old, ...before} = last ?? {};
        if (last && JSON.stringify(before) === JSON.stringify(style)) last.text = old + part;
        else runs.push(next);
    };
    for (const match of text.matchAll(SEQUENCE)) {
        push(text.slice(from, match.index));
        from = match.index + match[0].length;
        if (match[2] === "m" || match[4] === "m") apply(style, match[1] ?? match[3] ?? "");
    }
    push(text.slice(from));
    return runs;
}

/** The text without its escape sequences. */
export function withoutEscapes(text) {
    return ansiRuns(text).map((run) => run.text).join("");
}

/** The runs of each line; a line that is longer than the limit becomes several. */
export function ansiLines(source, limit = 2_000) {
    const lines = [[]];
    let room = limit;
    const begin = () => {
        lines.push([]);
        room = limit;
    };
    for (const run of ansiRuns(source)) {
        run.text.split("\n").forEach((text, index) => {
            if (index > 0) begin();
            for (let at = 0; at < text.length;) {
                if (room === 0) begin();
                const part = text.slice(at, at + room);
                lines[lines.length - 1].push({...run, text: part});
                at += part.length;
                room -= part.length;
            }
        });
    }
    return lines;
}
