// Key presses become commands.

import {chordsOf, isPlain} from "./chords.js";

/** Whether the machine writes its keys as a Mac does. */
export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? "");

/** Listens to the keys of the whole page. */
export function listenToKeys({commands}) {
    document.addEventListener("keydown", (event) => {
        if (event.defaultPrevented || event.isComposing) return;
        const command = find(commands, event);
        if (!command) return;
        event.preventDefault();
        command.run(event);
    });
}

function find(commands, event) {
    const isModal = document.querySelector("dialog:modal") !== null;
    const isText = isWriting(event.target);
    for (const chord of chordsOf(event)) {
        for (const command of commands.list()) {
            if (!command.keys?.includes(chord) || !commands.can(command)) continue;
            if (isModal && !command.inText) continue;
            if (isText && isPlain(chord) && !command.inText) continue;
            if (isPressed(event.target, chord)) continue;
            return command;
        }
    }
    return null;
}

/** Enter and space press what has the focus; arrows move in what moves by them. */
function isPressed(target, chord) {
    if (chord === " " || chord === "Enter") {
        return target.closest?.("button, a[href], summary, [role=button], [role=tab]") !== null;
    }
    const moving = "[role=tablist], [role=menu], [role=listbox], [role=tree], [role=grid],"
        + " [role=separator], [role=radiogroup], [data-keys=own]";
    return /^(Arrow|Home|End|Page)/.test(chord) && (target.closest?.(moving) ?? null) !== null;
}

function isWriting(target) {
    if (target.isContentEditable) return true;
    if (target.tagName === "TEXTAREA" || target.tagName === "SELECT") return true;
    return target.tagName === "INPUT" && !/^(checkbox|radio|button|range)$/.test(target.type);
}
