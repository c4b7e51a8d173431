// What the keys do with the timeline: play, zoom, fork, tag, choose a range.

import {whole} from "./scale.js";
import {zoomBy} from "./wheel.js";

/** @param {object} context with `model`, `board`, `branching` and `player` */
export function addTimelineCommands({store, commands, model, board, branching, player}) {
    const when = (state) => state.session !== null;
    const add = (id, title, keys, group, run) => commands.add({id, title, keys, group, when, run});
    const zoom = (factor) => zoomBy(model, board.size.width, store.state.moment.revision, factor);

    add("play.toggle", "Play, or stop playing", [" "], "Moment", player.toggle);
    add("play.speed", "Play at the next speed", ["."], "Moment", player.speedUp);
    add("timeline.closer", "Closer", ["+", "="], "Timeline", () => zoom(1.6));
    add("timeline.farther", "Farther", ["-"], "Timeline", () => zoom(1 / 1.6));
    add("timeline.whole", "The whole session", ["0"], "Timeline",
        () => model.show(whole(model.state.last)));
    add("branch.fork", "Fork here", ["f"], "Branches", () => branching.fork());
    add("branch.tag", "Tag this moment", ["t"], "Branches", () => branching.tag());
    add("branch.rename", "Rename this branch", [], "Branches",
        () => branching.rename(store.state.moment.branch));
    add("range.earlier", "Range: one event earlier", ["Shift+ArrowLeft"], "Timeline",
        () => extend(store, -1, model.head));
    add("range.later", "Range: one event later", ["Shift+ArrowRight"], "Timeline",
        () => extend(store, 1, model.head));
    commands.add({id: "range.clear", title: "No range", keys: ["Escape"], group: "Timeline",
        when: (state) => state.range !== null && !state.overlay && !state.find,
        run: () => store.change("range", {range: null})});
}

/** Moves the end of the range that is not at the moment. */
function extend(store, by, head) {
    const {range, moment} = store.state;
    const at = moment.revision;
    const end = !range ? at : range.from === at ? range.to : range.from;
    const next = Math.max(1, Math.min(end + by, head));
    store.change("range", {range: {from: Math.min(at, next), to: Math.max(at, next)}});
}
