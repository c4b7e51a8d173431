// The times under the timeline: few enough to be read, none said twice.

const minute = 60_000;
const day = 24 * 60 * minute;

/**
 * Labels for an axis of revisions.
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
    if (places.length === 0) return [];
    const format = formatFor(places, locale, timeZone);
    const labelled = places.map((tick) => ({...tick, label: format.format(new Date(tick.time))}));
    return labelled.filter((tick, index) =>
        index === 0 || tick.label !== labelled[index - 1].label);
}

/** As fine as the span needs, and no finer. */
function formatFor(places, locale, timeZone) {
    const times = places.map((place) => Date.parse(place.time));
    const span = Math.max(...times) - Math.min(...times);
    const clock = {hour: "2-digit", minute: "2-digit", hourCycle: "h23"};
    const date = {day: "numeric", month: "short"};
    let fields = {...clock, second: "2-digit"};
    if (span > 10 * minute) fields = clock;
    if (span > day) fields = {...date, ...clock};
    if (span > 60 * day) fields = {...date, year: "numeric"};
    return new Intl.DateTimeFormat(locale, {...fields, timeZone});
}
