// Names of key presses: how an event is written, and how a person reads it. Pure.

const codes = {
    BracketLeft: "[", BracketRight: "]", Slash: "/", Comma: ",", Period: ".", Minus: "-",
    Equal: "=", Backslash: "\\", Semicolon: ";", Quote: "'", Backquote: "`",
};

const shown = {
    ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓", Escape: "Esc", " ": "Space",
    Enter: "↵", Backspace: "⌫", Delete: "Del",
};

/**
 * The names of a key press, the most exact first. With Mod (⌘ or Ctrl) or Alt the place of the key
 * counts, otherwise the sign it makes: `}` is `}` wherever it lies.
 */
export function chordsOf(event) {
    const held = event.metaKey || event.ctrlKey;
    const parts = [held && "Mod", event.altKey && "Alt"].filter(Boolean);
    const placed = placedKey(event.code ?? "");
    const sign = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (parts.length === 0) {
        return event.shiftKey && event.key.length > 1 ? [`Shift+${sign}`] : [sign];
    }
    if (event.shiftKey) parts.push("Shift");
    const keys = placed && placed !== sign ? [placed, sign] : [sign];
    return keys.map((key) => [...parts, key].join("+"));
}

function placedKey(code) {
    if (code.startsWith("Key")) return code.slice(3).toLowerCase();
    if (code.startsWith("Digit")) return code.slice(5);
    return codes[code];
}

/** A chord as it is shown, each key by itself: ["⌘", "K"] on a Mac, ["Ctrl", "K"] elsewhere. */
export function keycaps(chord, isMac) {
    const parts = chord === "+" ? ["+"] : chord.split("+");
    return parts.map((part) => {
        if (part === "Mod") return isMac ? "⌘" : "Ctrl";
        if (part === "Alt") return isMac ? "⌥" : "Alt";
        if (part === "Shift") return isMac ? "⇧" : "Shift";
        return shown[part] ?? (part.length === 1 ? part.toUpperCase() : part);
    });
}

/** Whether a chord is meant for text that is being written, unless Mod or Alt is held. */
export function isPlain(chord) {
    return !/^(Mod|Alt)\+/.test(chord) && !/^(F\d+|Escape)$/.test(chord);
}
