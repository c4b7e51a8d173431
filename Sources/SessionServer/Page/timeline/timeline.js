// The timeline: put together of its parts, and kept as the store says.

import {travel} from "../app/travel.js";
import {el} from "../dom/el.js";
import {createBoard} from "./board.js";
import {createBranching} from "./branching.js";
import {readColours, watchScreen} from "./colours.js";
import {addTimelineCommands} from "./commands.js";
import {createControls} from "./controls.js";
import {createHover} from "./hover.js";
import {openPointMenu} from "./lane-menu.js";
import {createListing} from "./listing.js";
import {createModel} from "./model.js";
import {createNames} from "./names.js";
import {paintBase} from "./paint-base.js";
import {paintOver} from "./paint-over.js";
import {createPlayer} from "./play.js";
import {listenToPointer} from "./pointer.js";
import {createRangeBar} from "./range.js";
import {createSight} from "./sight.js";
import {createSlider} from "./slider.js";

export function mount(root, context) {
    const {store} = context;
    let colours = readColours(document.body);
    let scene = null;
    const font = getComputedStyle(document.body).fontFamily;
    const board = createBoard({
        paintBase(canvas, size) {
            scene = sight.look(size, colours, font);
            paintBase(canvas, scene);
        },
        paintOver(canvas, size) {
            const {moment, range} = store.state;
            scene = {...scene, moment, range, hover: model.state.hover, marks: model.state.marks,
                width: size.width};
            paintOver(canvas, scene);
            rangeBar.place(scene);
        },
    });
    const model = createModel(context, (layer) => {
        board.invalidate(layer);
        if (layer === "base") drawText();
    });
    const sight = createSight({...context, model}, () => {
        board.invalidate("base");
        slider.draw();
    });
    const branching = createBranching(context);
    const player = createPlayer({...context, onChange: () => controls.draw()});
    const controls = createControls({...context, player, model});
    const names = createNames({store, branching, model, onScroll: (top) => {
        model.state.scroll = top;
        board.invalidate("base");
    }});
    const hover = createHover(context);
    const listing = createListing({...context, model});
    const rangeBar = createRangeBar(context);
    const slider = createSlider(board.node, {store, model, sight});
    root.append(
        el("div.timeline-left", {}, controls.node, names.node,
            el("div.timeline-foot", {}, controls.measure, controls.more)),
        el("div.timeline-right", {}, board.node, rangeBar.node, hover.node),
        listing.node);

    function drawText() {
        controls.draw();
        names.draw();
        slider.draw();
        root.style.setProperty("--board-height", `${model.height()}px`);
    }

    function drawMoment() {
        slider.draw();
        listing.draw();
    }

    listenToPointer(board.node, {
        model, height: () => board.size.height, branch: () => store.state.moment.branch,
        travel: (point) => travel(store, point),
        menu: (anchor, point) => openPointMenu(anchor, point, {store, branching}),
        range: (range) => store.change("range", {range: range && clamped(range, model.head)}),
        hover(point) {
            const lane = point && (point.lane ?? model.laneOf(
                {branch: store.state.moment.branch, revision: point.revision}));
            const isThere = lane && point.revision >= 1 && point.revision <= lane.head;
            model.state.hover = isThere ? {revision: point.revision, row: point.lane?.row} : null;
            hover.show(isThere ? {...point, branch: lane.name} : null, scene ?? {});
            board.invalidate("over");
        },
    });

    board.onResize = drawMoment;
    watchLanes(store, {model, board, controls, repaint, drawMoment});
    watchMoment(store, {model, board, names, drawMoment});
    watchScreen(repaint);
    addTimelineCommands({...context, model, board, branching, player});

    function repaint() {
        requestAnimationFrame(() => {
            colours = readColours(document.body);
            board.invalidate("base");
        });
    }
}

/** Lanes are laid out anew when there are others, or others are shown. */
function watchLanes(store, {model, board, controls, repaint, drawMoment}) {
    const relay = () => {
        model.layOutLanes();
        drawMoment();
    };
    for (const pick of [(state) => state.branches, (state) => state.tags,
        (state) => state.session?.session, (state) => state.timeline]) store.watch(pick, relay);
    store.watch((state) => state.scheme, repaint);
    store.watch((state) => state.filter, () => {
        board.invalidate("base");
        controls.draw();
    });
}

/** What moves with the moment, the range, and what was found. */
function watchMoment(store, {model, board, names, drawMoment}) {
    store.watch((state) => state.moment, (moment, before) => {
        const isOther = moment.branch !== before?.branch;
        if (isOther) model.layOutLanes();
        model.showMoment();
        if (isOther) names.showLane();
        board.invalidate("over");
        drawMoment();
    });
    store.watch((state) => state.range, () => board.invalidate("over"));
    store.watch((state) => state.find, (find) => {
        model.state.marks = (find?.places ?? []).map((place) =>
            ({...place, row: model.laneOf(place)?.row})).filter((mark) => mark.row !== undefined);
        board.invalidate("over");
    });
}

function clamped({from, to}, head) {
    return {from: Math.max(from, 1), to: Math.min(Math.max(to, 1), head)};
}
