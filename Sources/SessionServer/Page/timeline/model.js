// What the timeline knows just now: which lanes there are, which part is seen, what is known of it.

import {tabOf} from "../app/tabs.js";
import {fits, isOpen, queryOf} from "../find/filter.js";
import {binCount, binOf, windowOf} from "./bins.js";
import {boardHeight, shapeSize} from "./geometry.js";
import {createGlide} from "./glide.js";
import {byName, curves, lastRevision, layOut, ownerOf, rowCount} from "./lanes.js";
import {createLoader} from "./loader.js";
import {clamp, grow, pitch, reveal, revisionAt, revisionsIn, whole} from "./scale.js";
import {ticks} from "./ticks.js";

/** Lanes that are seen at once unless all are asked for. */
const fewLanes = 4;
const manyLanes = 12;

/**
 * @param {object} context `{store, api, rows}`
 * @param {(layer: "base"|"over") => void} onChange what has to be painted anew
 */
export function createModel({store, api, rows}, onChange) {
    const loader = createLoader({api, onLoad: () => onChange("base")});
    const views = new Map();
    const model = {
        view: whole(1), last: 1, lanes: [], curves: [], tags: [], names: new Map(),
        scroll: 0, hover: null, session: null, width: 0, marks: [],
    };
    const glide = createGlide((view) => {
        model.view = view;
        onChange("base");
    });
    /** Where the view glides to. */
    let target = model.view;
    let merges = [];
    let loadingRows = "";

    /** Lays the lanes out anew. */
    function layOutLanes() {
        const {branches, tags, moment, session, timeline} = store.state;
        const id = session?.session ?? null;
        const isOther = id !== model.session;
        model.lanes = layOut(branches, merges, {
            isFolded: (lane) => isFolded(lane, timeline), keep: moment.branch,
        });
        model.names = byName(model.lanes);
        model.curves = curves(model.lanes, merges);
        model.tags = tags.map((tag) => ({...tag, row: laneOf(tag)?.row}))
            .filter((tag) => tag.row !== undefined);
        const before = model.last;
        model.last = lastRevision(model.lanes);
        if (isOther) open(id);
        else if (model.last !== before) {
            target = grow(target, before, model.last);
            glide.go(model.view, target);
        }
        onChange("base");
    }

    function open(id) {
        if (model.session) views.set(model.session, model.view);
        model.session = id;
        model.view = target = clamp(views.get(id) ?? whole(model.last), model.last);
        model.scroll = 0;
        merges = [];
        loader.forget();
        if (id) loadMerges(id);
    }

    async function loadMerges(id) {
        const found = await api.get(`sessions/${id}/audit`, {kind: "branch.merged", limit: 500})
            .catch(() => ({events: []}));
        if (model.session !== id) return;
        merges = found.events.filter((event) => event.data?.revision).map((event) => ({
            branch: event.branch, revision: Number(event.sequence),
            theirs: {branch: event.data.branch, revision: event.data.revision},
        }));
        layOutLanes();
    }

    function laneOf({branch, revision}) {
        return ownerOf(model.names, branch, revision);
    }

    /** Shows another part. */
    function show(view) {
        glide.stop();
        model.view = target = view;
        onChange("base");
    }

    /** Brings the moment into sight. */
    function showMoment() {
        const view = reveal(model.view, model.last, store.state.moment.revision);
        if (view !== model.view) show(view);
    }

    function row(branch, revision) {
        return model.session ? rows.peek(model.session, branch, revision) : undefined;
    }

    /** Everything that the painters need, with what is not here yet asked for. */
    function scene({width, height}, colours, font) {
        const {state} = store;
        model.width = width;
        loader.begin();
        const seen = revisionsIn(model.view, model.last);
        const shared = {...model, width, height, colours, font, row, laneOf,
            measure: state.timeline.measure, moment: state.moment, range: state.range,
            fits: isOpen(state.filter) ? () => true : (one) => fits(one, state.filter)};
        const isClose = shapeSize(pitch(model.view, width)) !== undefined;
        if (isClose) loadRows(seen);
        const histogram = binsOf(state.moment.branch, {first: 1}, "histogram", {}, 7);
        const query = queryOf(state.filter);
        const lanes = new Map();
        if (!isClose) {
            for (const lane of model.lanes) {
                if (lane.row !== undefined) {
                    lanes.set(lane.name, binsOf(lane.name, lane, lane.name, query, 4));
                }
            }
        }
        loader.settle();
        return {...shared, histogram, crowded: !isClose, bins: (name) => lanes.get(name),
            ticks: () => ticks(width, (x) => timeAt(histogram, width, x), {locale: "en-GB"})};
    }

    function binsOf(branch, {first}, name, query, pixels) {
        const head = model.names.get(branch)?.head ?? 0;
        const seen = revisionsIn(model.view, model.last);
        const range = {from: Math.max(seen.from, first), through: Math.min(seen.through, head)};
        if (!model.session || range.from > range.through) return [];
        const window = windowOf(range.from, range.through, head);
        const share = (window.through - window.from + 1) * pitch(model.view, model.width);
        const bins = binCount(share, window.through - window.from + 1, pixels);
        return loader.bins({session: model.session, branch, name, query, ...window, bins});
    }

    function timeAt(histogram, width, x) {
        const bin = binOf(histogram ?? [], Math.round(revisionAt(model.view, width, x)));
        return bin?.since;
    }

    /** Fetches the rows that are seen; they are painted when they are here. */
    function loadRows(seen) {
        const asked = model.lanes.filter((lane) => lane.row !== undefined).map((lane) => ({
            name: lane.name,
            from: Math.max(seen.from, lane.first), through: Math.min(seen.through, lane.head),
        })).filter(({name, from, through}) => from <= through
            && !(row(name, from) && row(name, through)));
        const key = JSON.stringify([model.session, asked]);
        if (asked.length === 0 || key === loadingRows) return;
        loadingRows = key;
        const all = asked.map(({name, from, through}) =>
            rows.range(model.session, name, from, through));
        Promise.allSettled(all).then(() => {
            if (loadingRows === key) loadingRows = "";
            onChange("base");
        });
    }

    return {
        state: model, layOutLanes, show, showMoment, scene, laneOf, row,
        forget: () => loader.forget(),
        /** How high the board wants to be. */
        height() {
            const most = store.state.timeline.isTall ? manyLanes : fewLanes;
            return boardHeight(Math.min(Math.max(rowCount(model.lanes), 1), most));
        },
        /** The head of the line that the moment is on. */
        get head() { return model.names.get(store.state.moment.branch)?.head ?? 1; },
        get id() { return tabOf(store.state)?.session ?? null; },
    };
}

/** Whether a lane is folded away, as a person has chosen. */
export function isFolded(lane, {hides}) {
    return hides.includes("archived") && lane.archived
        || hides.includes("subagents") && lane.subagent
        || hides.includes("merged") && lane.merged !== undefined && !lane.subagent;
}
