// Numbers as a person reads them. Pure.

const whole = new Intl.NumberFormat("en");

/** 201841 → "201,841". */
export function count(number) {
    return whole.format(number);
}

/** Something and how many: plural(1, "file") → "1 file", plural(2, "branch", "branches"). */
export function plural(number, one, many = `${one}s`) {
    return `${count(number)} ${number === 1 ? one : many}`;
}

/** Short, for where there is little room: 8204 → "8.2k", 1200000 → "1.2M". */
export function short(number) {
    for (const [unit, sign] of [[1e9, "G"], [1e6, "M"], [1e3, "k"]]) {
        if (number < unit * 0.9995) continue;
        const value = number / unit;
        return `${value < 9.95 ? value.toFixed(1).replace(/\.0$/, "") : Math.round(value)}${sign}`;
    }
    return String(number);
}

/** 2097152 → "2.0 MB". */
export function bytes(number) {
    if (number < 1000) return `${number} B`;
    for (const [unit, sign] of [[1e9, "GB"], [1e6, "MB"], [1e3, "KB"]]) {
        if (number >= unit * 0.9995) {
            const value = number / unit;
            return `${value < 99.5 ? value.toFixed(1) : Math.round(value)} ${sign}`;
        }
    }
    return `${number} B`;
}

/** Seconds as a duration: 9.43 → "9.4 s", 75 → "1 min 15 s", 7300 → "2 h 1 min". */
export function duration(seconds) {
    if (seconds < 0.0995) return `${Math.round(seconds * 1000)} ms`;
    if (seconds < 59.95) return `${seconds < 9.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
    const minutes = Math.floor(Math.round(seconds) / 60);
    if (minutes < 60) return joined([minutes, "min"], [Math.round(seconds) % 60, "s"]);
    const hours = Math.floor(minutes / 60);
    if (hours < 48) return joined([hours, "h"], [minutes % 60, "min"]);
    return joined([Math.floor(hours / 24), "d"], [hours % 24, "h"]);
}

function joined(...parts) {
    return parts.filter(([number]) => number > 0).map((part) => part.join(" ")).join(" ");
}

/** A part of a whole: share(1, 3) → "33 %". */
export function share(part, total) {
    if (total <= 0) return "0 %";
    const percent = 100 * part / total;
    return percent > 0 && percent < 1 ? "< 1 %" : `${Math.round(percent)} %`;
}
