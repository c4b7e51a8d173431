// Gives the reader a file.

import {el} from "../dom/el.js";

/** Saves bytes or text under a name, as the browser saves files. */
export function download(name, content, type = "text/plain") {
    const blob = content instanceof Blob ? content : new Blob([content], {type});
    const url = URL.createObjectURL(blob);
    const link = el("a", {href: url, download: name, hidden: true});
    document.body.append(link);
    link.click();
    link.remove();
    // The browser has to have begun to read it.
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A title as the name of a file. */
export function fileName(title, ending) {
    const name = title.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
    return `${name.slice(0, 60) || "session"}.${ending}`;
}
