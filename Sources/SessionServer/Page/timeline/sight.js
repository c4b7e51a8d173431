// What is seen of the lanes: asked for where it is not here yet, and given to the painters.

import {fits, isOpen, queryOf} from "../find/filter.js";
import {binCount, binOf, windowOf} from "./bins.js";
import {laneStrip, rowAt, shapeSize, sizes} from "./geometry.js";
import {createLoader} from "./loader.js";
import {pitch, revisionAt, revisionsIn} from "./scale.js";
import {ticks} from "./ticks.js";

/** Pixels that a bin has, of the histogram and of a lane. */
const wide = 7;
const narrow = 4;
/** Milliseconds after which bins are weighed: a server that reads all bodies first is no use. */
const settled = 700;

/**
 * @param {object} context `{store, api, rows, model}`
 * @param {() => void} onLoad something that was asked for is here
 */
export function createSight({store, api, rows, model}, onLoad) {
    const loader = createLoader({api, onLoad});
    let loadingRows = "";
    let session = null;
    let opened = 0;

    function row(branch, revision) {
        const {session} = model.state;
        return session ? rows.peek(session, branch, revision) : undefined;
    }

    /** Everything that the painters need of a board of a size. */
    function look(size, colours, font) {
        const {moment, range, timeline, filter} = store.state;
        if (session !== model.state.session) open();
        loader.begin();
        const lanes = visible(size);
        const isClose = shapeSize(pitch(model.state.view, size.width)) !== undefined;
        if (isClose) loadRows(lanes);
        const current = {name: moment.branch, first: 1};
        const times = binsOf(current, "times", {}, size, wide);
        const isHeavy = ["tokens", "bytes"].includes(timeline.measure);
        const histogram = isHeavy ? weighed(current, "histogram", {}, size, wide) : times;
        const density = new Map(isClose ? []
            : lanes.map((lane) => [lane.name, densityOf(lane, queryOf(filter), size)]));
        loader.settle();
        return {
            ...model.state, ...size, colours, font, row, laneOf: model.laneOf, moment, range,
            measure: timeline.measure, histogram, isClose, bins: (name) => density.get(name),
            fits: isOpen(filter) ? () => true : (one) => fits(one, filter),
            ticks: () => ticks(size.width, (x) => timeAt(times, size, x), {locale: "en-GB"}),
        };
    }

    function open() {
        loader.forget();
        session = model.state.session;
        opened = performance.now();
        setTimeout(onLoad, settled);
    }

    /** The lanes that are in sight, where they are scrolled to. */
    function visible({height}) {
        const {top, bottom} = laneStrip(height);
        return model.state.lanes.filter((lane) => {
            const y = lane.row === undefined ? -sizes.lane : rowAt(lane.row, model.state.scroll);
            return y > top - sizes.lane && y < bottom + sizes.lane;
        });
    }

    /** With what failed, once the server has read so much; until then without. */
    function densityOf(lane, query, size) {
        const first = binsOf(lane, lane.name, query, size, narrow);
        if (!first) return undefined;
        return weighed(lane, lane.name, query, size, narrow) ?? first;
    }

    /** Bins with bytes, tokens and failures. */
    function weighed(lane, name, query, size, pixels) {
        if (performance.now() - opened < settled) return undefined;
        return binsOf(lane, name, {...query, weights: true}, size, pixels);
    }

    function binsOf({name: branch, first}, name, query, {width}, pixels) {
        const {view, last, names, session} = model.state;
        const head = names.get(branch)?.head ?? 0;
        const seen = revisionsIn(view, last);
        const range = {from: Math.max(seen.from, first), through: Math.min(seen.through, head)};
        if (!session || range.from > range.through) return [];
        const window = windowOf(range.from, range.through, head);
        const count = window.through - window.from + 1;
        const bins = binCount(count * pitch(view, width), count, pixels);
        return loader.bins({session, branch, name, query, ...window, bins});
    }

    function timeAt(times, {width}, x) {
        return binOf(times ?? [], Math.round(revisionAt(model.state.view, width, x)))?.since;
    }

    /** Fetches the rows that are seen; they are painted when they are here. */
    function loadRows(lanes) {
        const {view, last, session} = model.state;
        const seen = revisionsIn(view, last);
        const asked = lanes.map(({name, first, head}) => ({
            name, from: Math.max(seen.from, first), through: Math.min(seen.through, head),
        })).filter(({name, from, through}) => from <= through
            && !(row(name, from) && row(name, through)));
        const key = JSON.stringify([session, asked]);
        if (asked.length === 0 || key === loadingRows) return;
        loadingRows = key;
        const all = asked.map(({name, from, through}) => rows.range(session, name, from, through));
        Promise.allSettled(all).then(() => {
            if (loadingRows === key) loadingRows = "";
            onLoad();
        });
    }

    return {look, row};
}
