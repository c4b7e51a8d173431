// The token by which one is signed in: out of the link at once, so that it stands in no history.

const name = "session-token";
const place = globalThis.localStorage;

/** What signs in that a fragment has in it, and the fragment without it. Pure. */
export function splitLink(hash) {
    const match = /[#&?](token|code)=([^&]+)/.exec(hash);
    if (!match) return {kind: null, value: null, rest: hash};
    const [whole, kind, value] = match;
    const rest = hash.replace(whole, whole[0]).replace(/([#?])&/, "$1").replace(/[#&?]+$/, "");
    return {kind, value: decodeURIComponent(value), rest};
}

/**
 * Takes what signs in out of the address. A token is kept; a code, which is good once, is handed in
 * for one.
 *
 * @param {(code: string) => Promise<string>} handIn gives the token
 */
export async function takeToken(handIn) {
    const {kind, value, rest} = splitLink(location.hash);
    if (!kind) return;
    history.replaceState(null, "", rest || location.pathname + location.search);
    if (kind === "token") keepToken(value);
    else {
        const had = token();
        keepToken(await handIn(value).catch(() => had));
    }
}

/** The token, or null. */
export function token() {
    return place.getItem(name);
}

/** Keeps a token, or forgets it. */
export function keepToken(value) {
    if (value) place.setItem(name, value);
    else place.removeItem(name);
}
