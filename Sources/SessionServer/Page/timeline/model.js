// What the timeline shows just now: which lanes there are, and which part of them is seen.

import {boardHeight} from "./geometry.js";
import {createGlide} from "./glide.js";
import {byName, curves, lastRevision, layOut, ownerOf, rowCount} from "./lanes.js";
import {clamp, grow, reveal, whole} from "./scale.js";

/** Lanes that are seen at once unless all are asked for. */
const fewLanes = 4;
const manyLanes = 12;

/**
 * @param {object} context `{store, api}`
 * @param {(layer: "base"|"over") => void} onChange what has to be painted anew
 */
export function createModel({store, api}, onChange) {
    const views = new Map();
    const model = {
        view: whole(1), last: 1, lanes: [], curves: [], tags: [], names: new Map(),
        scroll: 0, hover: null, session: null, marks: [],
    };
    const glide = createGlide((view) => {
        model.view = view;
        onChange("base");
    });
    /** Where the view glides to. */
    let target = model.view;
    let merges = [];

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
        if (id) loadMerges(id);
    }

    async function loadMerges(id) {
        const found = await api.get(`sessions/${id}/lanes`).catch(() => ({merges: []}));
        if (model.session !== id) return;
        merges = found.merges.filter((merge) => merge.at).map(({branch, revision, from, at}) =>
            ({branch, revision, theirs: {branch: from, revision: at}}));
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

    return {
        state: model, layOutLanes, show, showMoment, laneOf,
        /** How high the board wants to be. */
        height() {
            const most = store.state.timeline.isTall ? manyLanes : fewLanes;
            return boardHeight(Math.min(Math.max(rowCount(model.lanes), 1), most));
        },
        /** The head of the line that the moment is on. */
        get head() { return model.names.get(store.state.moment.branch)?.head ?? 1; },
    };
}

/** Whether a lane is folded away, as a person has chosen. */
export function isFolded(lane, {hides}) {
    return hides.includes("archived") && lane.archived
        || hides.includes("subagents") && lane.subagent
        || hides.includes("merged") && lane.merged !== undefined && !lane.subagent;
}
