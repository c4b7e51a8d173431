// Plays a session: from event to event, as long as each took, at a chosen speed.

import {step} from "../app/travel.js";
import {faster, pause} from "./pace.js";

/** @param {{store: object, rows: object, onChange: () => void}} context */
export function createPlayer({store, rows, onChange}) {
    let timer = 0;
    let isPlaying = false;

    function toggle() {
        if (isPlaying) return stop();
        if (store.state.moment.isNow) return undefined;
        isPlaying = true;
        onChange();
        return next();
    }

    function stop() {
        isPlaying = false;
        clearTimeout(timer);
        onChange();
    }

    async function next() {
        const {session, moment, timeline} = store.state;
        const {branch, revision, isNow} = moment;
        if (!session || isNow) return stop();
        const [now, then] = await rows.range(session.session, branch, revision, revision + 1)
            .catch(() => []);
        if (!isPlaying) return undefined;
        const wait = now && then ? pause(now.occurredAt, then.occurredAt, timeline.speed) : 0;
        timer = setTimeout(() => {
            const at = store.state.moment;
            // Who travels elsewhere meanwhile goes on from there.
            if (at.branch === branch && at.revision === revision) step(store, 1);
            next();
        }, wait);
        return undefined;
    }

    function speedUp() {
        const {timeline} = store.state;
        store.change("speed", {timeline: {...timeline, speed: faster(timeline.speed)}});
    }

    return {toggle, stop, speedUp, get isPlaying() { return isPlaying; }};
}
