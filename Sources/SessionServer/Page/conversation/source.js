// The line of a branch as the conversation needs it: fetched in pieces where somebody looks, each
// event as a row, and what was said with its body. Results stay on the server until somebody opens
// them.

import {messageOf} from "./message.js";
import {Pairing, sortOf} from "./line.js";

const size = 100;
const kinds = ["prompt.submitted", "command.given", "response.received", "response.streamed", "response.failed",
    "tool.called"];
/** Pieces whose bodies are kept. */
const kept = 40;

const pieceOf = (revision) => Math.floor((revision - 1) / size);

export class Source {
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
    constructor({api, rows, session, branch, head, onLoaded, onFailed}) {
        Object.assign(this, {api, rows, session, branch, head, onLoaded, onFailed});
        this.pairing = new Pairing();
        this.messages = new Map();
        /** By piece: what is being fetched, and up to which revision it is here. */
        this.loading = new Map();
        this.loaded = new Map();
    }

    row(revision) {
        return this.rows.peek(this.session, this.branch, revision);
    }

    /**
     * The row of a revision, and what it says; undefined: it is not here yet; null: there is none,
     * for it was a piece of an answer that is finished.
     */
    at(revision) {
        if ((this.loaded.get(pieceOf(revision)) ?? 0) < revision) return undefined;
        const row = this.row(revision);
        if (!row) return null;
        return {row, sort: sortOf(row), message: this.messages.get(revision) ?? null};
    }

    /** The card that shows a revision: its own, or that of the call it belongs to. */
    ownerOf(revision) {
        return this.pairing.owner.get(revision) ?? revision;
    }

    /** Fetches what is missing of a range, and gives up what is no longer wanted. */
    need(first, last) {
        const from = Math.max(0, pieceOf(Math.max(1, first)));
        const through = pieceOf(Math.min(this.head, last));
        for (const [piece, controller] of this.loading) {
            if (piece >= from - 1 && piece <= through) continue;
            controller.abort();
            this.loading.delete(piece);
        }
        for (let piece = from; piece <= through; piece += 1) {
            const isHere = (this.loaded.get(piece) ?? 0) >= this.reach(piece);
            if (!isHere && !this.loading.has(piece)) this.load(piece);
        }
    }

    /** Whether all of a range is here already. */
    has(first, last) {
        const through = pieceOf(Math.min(this.head, last));
        for (let piece = Math.max(0, pieceOf(Math.max(1, first))); piece <= through; piece += 1) {
            if ((this.loaded.get(piece) ?? 0) < this.reach(piece)) return false;
        }
        return true;
    }

    /** The last revision that there is in a piece. */
    reach(piece) {
        return Math.min(this.head, (piece + 1) * size);
    }

    async load(piece) {
        const mine = new AbortController();
        this.loading.set(piece, mine);
        const from = piece * size + 1;
        const through = this.reach(piece);
        try {
            const [, events] = await Promise.all([
                this.rows.range(this.session, this.branch, from, through),
                this.said(from, through, mine.signal),
            ]);
            if (this.loading.get(piece) !== mine) return;
            this.loading.delete(piece);
            this.keep(piece, through, events);
            this.onLoaded(from, through);
        } catch (error) {
            if (this.loading.get(piece) === mine) this.loading.delete(piece);
            if (error.name !== "AbortError") this.onFailed(error);
        }
    }

    async said(from, through, signal) {
        const query = {branch: this.branch, from, through, kind: kinds, limit: 500, message: true};
        const {events} = await this.api.get(`sessions/${this.session}/events`, query, {signal});
        return events;
    }

    keep(piece, through, events) {
        for (const event of events) {
            const message = {...messageOf(event), eventid: event.eventid ?? null};
            this.messages.set(Number(event.sequence), message);
        }
        this.loaded.delete(piece);
        this.loaded.set(piece, through);
        this.pairing.add(this.around(piece));
        while (this.loaded.size > kept) this.forget(this.loaded.keys().next().value);
    }

    /** The rows of a piece and its neighbours: calls and results stand on both sides of an edge. */
    around(piece) {
        const found = [];
        for (const one of [piece - 1, piece, piece + 1]) {
            const end = this.loaded.get(one) ?? 0;
            for (let revision = one * size + 1; revision <= end; revision += 1) {
                const row = this.row(revision);
                if (row) found.push(row);
            }
        }
        return found;
    }

    forget(piece) {
        this.loaded.delete(piece);
        for (let revision = piece * size + 1; revision <= (piece + 1) * size; revision += 1) {
            this.messages.delete(revision);
        }
    }

    /** Takes that the line has grown; what was the end is fetched again. */
    grow(head) {
        this.head = head;
    }

    stop() {
        for (const controller of this.loading.values()) controller.abort();
        this.loading.clear();
    }
}
