// The times under the timeline: few enough to be read, none said twice.

const minute = 60_000;

/**
 * Labels for an axis of revisions: the day where it is another than before, else the time alone.
 *
 * @param {number} width in pixels
 * @param {(x: number) => string|undefined} timeAt what time it was at a pixel
 * @param {{apart?: number, locale?: string, timeZone?: string}} options
 * @returns {Array<{x: number, label: string, time: string}>}
 */
export function ticks(width, timeAt, {apart = 150, locale, timeZone} = {}) {
    const count = Math.max(Math.floor(width / apart), 1);
    const places = [];
    for (let index = 0; index <= count; index += 1) {
        const x = width * index / count;
        const time = timeAt(Math.min(x, width - 1));
        if (time) places.push({x, time});
    }
    return labelled(places, formats(locale, timeZone));
}

function labelled(places, format) {
    let [last, lastDay] = ["", ""];
    const found = [];
    places.forEach((tick, index) => {
        const date = new Date(tick.time);
        const day = format.day.format(date);
        const clock = clockFor(places, index, format).format(date);
        const label = day === lastDay ? clock : `${day} ${clock}`;
        const isOther = tick.time !== places[index - 1]?.time;
        if (isOther && label !== last) found.push({...tick, label});
        [last, lastDay] = [clock, day];
    });
    return found;
}

/** With seconds where the tick before or behind is within the same minutes. */
function clockFor(places, index, format) {
    const at = Date.parse(places[index].time);
    const isNear = [index - 1, index + 1].some((other) => {
        const apart = places[other] ? Math.abs(Date.parse(places[other].time) - at) : Infinity;
        return apart > 0 && apart < minute;
    });
    return isNear ? format.second : format.minute;
}

function formats(locale, timeZone) {
    const clock = {hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone};
    return {
        minute: new Intl.DateTimeFormat(locale, clock),
        second: new Intl.DateTimeFormat(locale, {...clock, second: "2-digit"}),
        day: new Intl.DateTimeFormat(locale, {day: "numeric", month: "short", timeZone}),
    };
}
