// The line of a branch as the conversation needs it: fetched in pieces where somebody looks, each
// event as a row, and what was said with its body. Results stay on the server until somebody opens
// them.

import {messageOf} from "./message.js";
import {Pairing, sortOf} from "./line.js";

const size = 100;
const kinds = ["prompt.submitted", "response.received", "response.streamed", "response.failed",
    "tool.called"];
/** Pieces whose bodies are kept. */
const kept = 40;

/**
 * @param {object} options
 * @param {object} options.api
 * @param {object} options.rows of `wire/rows.js`
 * @param {string} options.session
 * @param {string} options.branch
 * @param {number} options.head
 * @param {(from: number, through: number) => void} options.onLoaded told which revisions came
 * @param {(error: Error) => void} options.onFailed
 */
export function createSource({api, rows, session, branch, head, onLoaded, onFailed}) {
    const messages = new Map();
    const loading = new Map();
    const loaded = new Map();
    const pairing = new Pairing();
    let end = head;

    const pieceOf = (revision) => Math.floor((revision - 1) / size);
    const peek = (revision) => rows.peek(session, branch, revision);

    /**
     * The row of a revision, and what it says; undefined: it is not here yet; null: there is none,
     * for it was a piece of an answer that is finished.
     */
    function at(revision) {
        if ((loaded.get(pieceOf(revision)) ?? 0) < revision) return undefined;
        const row = peek(revision);
        if (!row) return null;
        return {row, sort: sortOf(row), message: messages.get(revision) ?? null};
    }

    /** Fetches what is missing of a range, and gives up what is no longer wanted. */
    function need(first, last) {
        const from = Math.max(0, pieceOf(Math.max(1, first)));
        const through = pieceOf(Math.min(end, last));
        for (const [piece, controller] of loading) {
            if (piece < from - 1 || piece > through) {
                controller.abort();
                loading.delete(piece);
            }
        }
        for (let piece = from; piece <= through; piece += 1) {
            if (!loading.has(piece) && (loaded.get(piece) ?? 0) < reach(piece)) load(piece);
        }
    }

    /** The last revision that there is in a piece. */
    function reach(piece) {
        return Math.min(end, (piece + 1) * size);
    }

    async function load(piece) {
        const mine = new AbortController();
        loading.set(piece, mine);
        const from = piece * size + 1;
        const through = reach(piece);
        try {
            const [, events] = await Promise.all([
                rows.range(session, branch, from, through), said(from, through, mine.signal),
            ]);
            if (loading.get(piece) !== mine) return;
            loading.delete(piece);
            for (const event of events) messages.set(Number(event.sequence), told(event));
            loaded.delete(piece);
            loaded.set(piece, through);
            pairing.add(around(piece));
            forgetOld();
            onLoaded(from, through);
        } catch (error) {
            if (loading.get(piece) === mine) loading.delete(piece);
            if (error.name !== "AbortError") onFailed(error);
        }
    }

    /** The rows of a piece and its neighbours: calls and results stand on both sides of an edge. */
    function around(piece) {
        const found = [];
        for (const one of [piece - 1, piece, piece + 1]) {
            if (!loaded.has(one)) continue;
            for (let revision = one * size + 1; revision <= loaded.get(one); revision += 1) {
                const row = peek(revision);
                if (row) found.push(row);
            }
        }
        return found;
    }

    async function said(from, through, signal) {
        const query = {branch, from, through, kind: kinds, limit: 500, message: true};
        const {events} = await api.get(`sessions/${session}/events`, query, {signal});
        return events;
    }

    function told(event) {
        return {
            ...messageOf(event), eventid: event.eventid ?? null, contentbytes: event.contentbytes,
        };
    }

    function forgetOld() {
        while (loaded.size > kept) {
            const piece = loaded.keys().next().value;
            loaded.delete(piece);
            for (let revision = piece * size + 1; revision <= (piece + 1) * size; revision += 1) {
                messages.delete(revision);
            }
        }
    }

    /** Takes that the line has grown; what was the end is fetched again. */
    function grow(next) {
        end = next;
    }

    function stop() {
        for (const controller of loading.values()) controller.abort();
        loading.clear();
    }

    return {
        at, need, grow, stop, pairing, session, branch,
        get head() { return end },
        /** The card that shows a revision: its own, or that of the call it belongs to. */
        ownerOf: (revision) => pairing.owner.get(revision) ?? revision,
        isLoaded: (revision) => at(revision) !== undefined,
        row: peek,
    };
}
