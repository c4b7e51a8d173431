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
import {createListing, saying} from "./listing.js";
import {createModel} from "./model.js";
import {createNames} from "./names.js";
import {paintBase} from "./paint-base.js";
import {paintOver} from "./paint-over.js";
import {createPlayer} from "./play.js";
import {listenToPointer} from "./pointer.js";
import {createRangeBar} from "./range.js";
import {createSight} from "./sight.js";

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
        drawValue();
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

    Object.entries({role: "slider", tabindex: "0", "aria-label": "Moment",
        "aria-orientation": "horizontal", "aria-valuemin": "1"})
        .forEach(([name, value]) => board.node.setAttribute(name, value));
    root.append(
        el("div.timeline-left", {}, controls.node, names.node,
            el("div.timeline-foot", {}, controls.measure, controls.more)),
        el("div.timeline-right", {}, board.node, rangeBar.node, hover.node),
        listing.node);

    function drawText() {
        controls.draw();
        names.draw();
        drawValue();
        root.style.setProperty("--board-height", `${model.height()}px`);
    }

    function drawMoment() {
        drawValue();
        listing.draw();
    }

    /** The moment in words, for those who hear it. */
    function drawValue() {
        const {moment} = store.state;
        const lane = model.laneOf(moment);
        const row = lane && sight.row(lane.name, moment.revision);
        board.node.setAttribute("aria-valuemax", String(model.head));
        board.node.setAttribute("aria-valuenow", String(moment.revision));
        board.node.setAttribute("aria-valuetext", row ? saying(row, moment.branch)
            : `${moment.branch}@${moment.revision}`);
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

    const relay = () => {
        model.layOutLanes();
        drawMoment();
    };
    board.onResize = () => drawMoment();
    store.watch((state) => state.branches, relay);
    store.watch((state) => state.tags, relay);
    store.watch((state) => state.session?.session, relay);
    store.watch((state) => state.timeline, relay);
    store.watch((state) => state.filter, () => board.invalidate("base") ?? controls.draw());
    store.watch((state) => state.range, () => board.invalidate("over"));
    store.watch((state) => state.scheme, () => repaint());
    store.watch((state) => state.find, (find) => {
        model.state.marks = (find?.places ?? []).map((place) =>
            ({...place, row: model.laneOf(place)?.row})).filter((mark) => mark.row !== undefined);
        board.invalidate("over");
    });
    store.watch((state) => state.moment, (moment, before) => {
        const isOther = moment.branch !== before?.branch;
        if (isOther) model.layOutLanes();
        model.showMoment();
        if (isOther) names.showLane();
        board.invalidate("over");
        drawMoment();
    });
    watchScreen(repaint);
    addTimelineCommands({...context, model, board, branching, player});

    function repaint() {
        requestAnimationFrame(() => {
            colours = readColours(document.body);
            board.invalidate("base");
        });
    }
}

function clamped({from, to}, head) {
    return {from: Math.max(from, 1), to: Math.min(Math.max(to, 1), head)};
}
