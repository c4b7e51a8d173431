// Times in the reader's zone: relative ones to read, the exact one on hover.

import {el} from "./el.js";

const languages = "en-GB";
const format = (options) => new Intl.DateTimeFormat(languages, options);
const formats = {
    clock: format({hour: "2-digit", minute: "2-digit", second: "2-digit"}),
    minute: format({hour: "2-digit", minute: "2-digit"}),
    weekday: format({weekday: "short"}),
    day: format({day: "numeric", month: "short"}),
    long: format({day: "numeric", month: "long"}),
    year: format({day: "numeric", month: "short", year: "numeric"}),
    exact: format({
        weekday: "short", day: "numeric", month: "long", year: "numeric", hour: "2-digit",
        minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, timeZoneName: "short",
    }),
};

/** "09:36:16". */
export function clock(iso) {
    return formats.clock.format(new Date(iso));
}

/** "09:36". */
export function minute(iso) {
    return formats.minute.format(new Date(iso));
}

/** "14 March 09:36:16", with the year where it is another one. */
export function dated(iso, now = new Date()) {
    const date = new Date(iso);
    const isThisYear = date.getFullYear() === now.getFullYear();
    const day = isThisYear ? formats.long.format(date) : formats.year.format(date);
    return `${day} ${formats.clock.format(date)}`;
}

/** The exact time, with its zone. */
export function exact(iso) {
    return formats.exact.format(new Date(iso));
}

/** "now", "5 min", "2 h", "yesterday", "Tue", "12 Nov", "12 Nov 2025". */
export function relative(iso, now = new Date()) {
    const date = new Date(iso);
    const seconds = (now - date) / 1000;
    if (Math.abs(seconds) < 60) return "now";
    if (seconds > 0 && seconds < 3600) return `${Math.floor(seconds / 60)} min`;
    const days = midnight(now) - midnight(date);
    if (days === 0) {
        return seconds > 0 ? `${Math.floor(seconds / 3600)} h` : formats.minute.format(date);
    }
    if (days === 1) return "yesterday";
    if (days > 1 && days < 7) return formats.weekday.format(date);
    const isThisYear = date.getFullYear() === now.getFullYear();
    return (isThisYear ? formats.day : formats.year).format(date);
}

function midnight(date) {
    return Math.round(Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000);
}

/**
 * A `<time>`: what it says is relative unless another form is asked for; its title is exact.
 *
 * @param {string} iso
 * @param {(iso: string) => string} [form] such as `clock`; relative times keep themselves true
 */
export function timeEl(iso, form = relative) {
    const node = el("time", {dateTime: iso, title: exact(iso)}, form(iso));
    if (form === relative) node.dataset.relative = "";
    return node;
}

/** Keeps relative times true. */
export function keepTimes(root = document, every = 30_000) {
    setInterval(() => {
        for (const node of root.querySelectorAll("time[data-relative]")) {
            const said = relative(node.dateTime);
            if (node.textContent !== said) node.textContent = said;
        }
    }, every);
}
