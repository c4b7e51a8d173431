// Draws what a model said: text as Markdown, thinking in a lighter voice, pictures.

import {el} from "../dom/el.js";
import {openDialog} from "../dom/dialog.js";
import {drawMarkdown} from "../markdown/draw.js";
import {plainText} from "../text/draw.js";
import {longText} from "../text/long-text.js";

const pictures = /^image\/(?:png|jpeg|gif|webp|avif|bmp)$/;
const longest = 100_000;
/** Characters of thinking that are shown before somebody asks for the rest. */
const thought = 420;

/** A picture, or words in place of one of a form that can hold more than a picture. */
export function drawImage({mediaType, data}) {
    if (!pictures.test(mediaType) || !/^[A-Za-z0-9+/=\s]+$/.test(data)) {
        return el("p.absent", {}, `A picture of the form ${mediaType || "unknown"} is not shown.`);
    }
    const src = `data:${mediaType};base64,${data}`;
    const image = (name) => el(`img.${name}`, {src, alt: "A picture of the session"});
    return el("button.picture", {
        type: "button", title: "Full screen",
        onclick: (event) => {
            event.stopPropagation();
            openDialog({
                title: "Picture", class: "full", body: el("div.full-body", {}, image("whole")),
                actions: [{title: "Close"}],
            });
        },
    }, image("small"));
}

/** What was thought, or that it was not recorded. */
export function drawThinking(text) {
    if (text.trim() === "") {
        return el("p.thinking.not-recorded", {title: "The model thought; what, was not recorded."},
            "Thinking, not recorded");
    }
    if (text.length <= thought) return el("div.thinking", {}, plainText(text.trim()));
    const cut = text.slice(0, thought).replace(/\s+\S*$/, "");
    const rest = el("bdi", {hidden: true, dir: "auto"}, plainText(text.slice(cut.length)));
    const more = el("button.more", {
        type: "button", "aria-expanded": "false",
        onclick: (event) => {
            event.stopPropagation();
            rest.hidden = !rest.hidden;
            dots.hidden = !rest.hidden;
            more.textContent = rest.hidden ? "More" : "Less";
            more.setAttribute("aria-expanded", String(!rest.hidden));
        },
    }, "More");
    const dots = el("span", {}, " … ");
    return el("div.thinking", {}, plainText(cut.trimStart()), dots, rest, " ", more);
}

/** A part of a message that is no call: null where it is one. */
export function drawPart(part) {
    switch (part.type) {
    case "text":
        if (part.text.trim() === "") return null;
        return part.text.length > longest ? longText(part.text, {title: "Answer"})
            : drawMarkdown(part.text);
    case "thinking": return drawThinking(part.text);
    case "reminder":
        return el("details.reminder", {}, el("summary", {}, "Reminder of the tool"),
            plainText(part.text));
    case "image": return drawImage(part);
    case "other": return el("p.absent", {}, `A part of the form ${part.name || "unknown"}.`);
    default: return null;
    }
}
