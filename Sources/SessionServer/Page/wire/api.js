// Questions to the server: one place that knows its token, its errors and what is known already.

import {problemOf, unreachable} from "./problem.js";

export {ApiError} from "./problem.js";

/** How many answers are kept, to be asked for by their ETag. */
const known = 200;
/** Answers with more characters than this are not kept. */
const long = 500_000;
/** A browser carries 64 KB to the server when a page is closed, all requests together. */
const carried = 20_000;

/**
 * @param {object} options
 * @param {() => string|null} options.token who asks
 * @param {(isOnline: boolean) => void} [options.onLine] told at each answer, and at each failure
 * @param {() => void} [options.onRefused] told when the token is none any more
 * @param {{read: (url: string) => Promise<string|null>, write: Function}} [options.kept] answers
 *     that were had before, for when the server is away
 * @param {typeof fetch} [options.fetch]
 */
export function createApi({
    token, onLine, onRefused, kept, fetch = globalThis.fetch.bind(globalThis),
}) {
    const cache = new Map();

    async function ask(method, path, {query, body, headers, signal, type} = {}) {
        const url = urlOf(path, query);
        const sent = {...headers};
        if (token()) sent.Authorization = `Bearer ${token()}`;
        if (body !== undefined) sent["Content-Type"] = type ?? "application/json";
        const isRaw = typeof body === "string" || body instanceof Blob
            || body instanceof Uint8Array || body instanceof ArrayBuffer;
        const text = body === undefined || isRaw ? body : JSON.stringify(body);
        let response;
        try {
            response = await fetch(url, {
                method, headers: sent, signal, cache: "no-store", redirect: "error", body: text,
                // What is saved as the page is closed shall arrive.
                keepalive: method !== "GET" && typeof text === "string" && text.length < carried,
            });
        } catch (error) {
            if (error.name === "AbortError") throw error;
            onLine?.(false);
            throw unreachable();
        }
        if (response.status === 502 || response.status === 504) {
            onLine?.(false);
            throw unreachable();
        }
        onLine?.(true);
        if (response.status === 304 || response.ok) return response;
        if (response.status === 401) onRefused?.();
        throw await problemOf(response);
    }

    /**
     * Gets JSON. What is known already is asked for by its ETag and not transferred again; while
     * the server is away, what it said last has to do.
     */
    async function get(path, query, {signal} = {}) {
        const url = urlOf(path, query);
        const had = cache.get(url);
        const headers = had ? {"If-None-Match": had.etag} : undefined;
        let response;
        try {
            response = await ask("GET", path, {query, headers, signal});
        } catch (error) {
            const last = error.isOffline ? had?.value ?? await before(url) : null;
            if (last === null) throw error;
            return last;
        }
        if (response.status === 304) {
            remember(url, had);
            return had.value;
        }
        const text = await response.text();
        const value = JSON.parse(text);
        const etag = response.headers.get("ETag");
        if (etag && text.length <= long) remember(url, {etag, value});
        kept?.write(url, text);
        return value;
    }

    /** What the server answered when it was there; null: nothing is kept. */
    async function before(url) {
        const text = await kept?.read(url);
        return text ? JSON.parse(text) : null;
    }

    function remember(url, entry) {
        cache.delete(url);
        cache.set(url, entry);
        if (cache.size > known) cache.delete(cache.keys().next().value);
    }

    /** Sends JSON (or text, bytes, a blob as they are); gives the answer's JSON, or null. */
    async function send(method, path, body, headers, {signal, query, type} = {}) {
        const response = await ask(method, path, {body, headers, signal, query, type});
        const text = await response.text();
        return text ? JSON.parse(text) : null;
    }

    /** Gets text as it is. */
    async function text(path, query, {signal} = {}) {
        return (await ask("GET", path, {query, signal})).text();
    }

    /** Gets bytes as a blob. */
    async function bytes(path, query, {signal} = {}) {
        return (await ask("GET", path, {query, signal})).blob();
    }

    /** The ETag of what `get` gave last, for If-Match. */
    function etag(path, query) {
        return cache.get(urlOf(path, query))?.etag ?? null;
    }

    return {get, send, text, bytes, etag, ask};
}

/** A path below /api with its query; arrays repeat their name, what is null is left out. */
export function urlOf(path, query = {}) {
    const parts = [];
    for (const [name, value] of Object.entries(query ?? {})) {
        for (const one of Array.isArray(value) ? value : [value]) {
            if (one === null || one === undefined || one === "") continue;
            parts.push(`${encodeURIComponent(name)}=${encodeURIComponent(one)}`);
        }
    }
    const begin = path.startsWith("/") ? path : `/api/${path}`;
    return parts.length ? `${begin}?${parts.join("&")}` : begin;
}
