// One stream of what is written in all open sessions, taken up again where it broke off.

import {createLines} from "./lines.js";

const waits = [500, 1000, 2000, 5000, 10_000];

/**
 * Follows sessions.
 *
 * @param {object} options
 * @param {ReturnType<import("./api.js").createApi>} options.api
 * @param {(event: object, session: string) => void} options.onEvent a CloudEvent, and its session
 * @param {(session: string) => void} [options.onGone] it is there no longer
 * @param {(isConnected: boolean) => void} [options.onConnected]
 */
export function createLive({api, onEvent, onGone, onConnected}) {
    let sessions = [];
    let last = null;
    let current = null;
    let failures = 0;

    /** Follows exactly these sessions from now on; what is known stays known. */
    function follow(ids) {
        const wanted = [...new Set(ids)].slice(0, 200);
        const isSame = wanted.length === sessions.length
            && wanted.every((id) => sessions.includes(id));
        if (isSame) return;
        sessions = wanted;
        current?.abort();
        current = null;
        failures = 0;
        if (sessions.length > 0) run();
    }

    async function run() {
        const mine = new AbortController();
        current = mine;
        while (current === mine) {
            try {
                await stream(mine.signal);
            } catch (error) {
                if (error.status === 404 || error.status === 401) return;
            }
            if (current !== mine) return;
            onConnected?.(false);
            await pause(waits[Math.min(failures++, waits.length - 1)], mine.signal);
        }
    }

    async function stream(signal) {
        const headers = last ? {"Last-Event-ID": last} : {};
        const response = await api.ask("GET", "live", {
            query: {session: sessions}, headers, signal,
        });
        onConnected?.(true);
        failures = 0;
        const read = createLines();
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        for (;;) {
            const {done, value} = await reader.read();
            if (done) return;
            for (const event of read(value)) tell(event);
        }
    }

    function tell({id, name, data}) {
        if (id) last = id;
        if (name === "gone") {
            onGone?.(JSON.parse(data).session);
            return;
        }
        const event = JSON.parse(data);
        onEvent(event, event.source.replace(/^urn:uuid:/, ""));
    }

    /** Ends it. */
    function stop() {
        sessions = [];
        current?.abort();
        current = null;
    }

    return {follow, stop};
}

function pause(milliseconds, signal) {
    return new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        signal.addEventListener("abort", () => {
            clearTimeout(timer);
            resolve();
        }, {once: true});
    });
}
