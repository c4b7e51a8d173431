// The token by which one is signed in: out of the link at once, then only in this tab's storage.

const name = "session-token";

/** Takes a token out of the address, so that it stands in no history and is passed on to nobody. */
export function takeToken() {
    const match = /[#&]token=([^&]+)/.exec(location.hash);
    if (!match) return;
    keepToken(decodeURIComponent(match[1]));
    const rest = location.hash.replace(match[0], "").replace(/^#?&?/, "");
    history.replaceState(null, "", rest ? `#${rest}` : location.pathname + location.search);
}

/** The token, or null. */
export function token() {
    return sessionStorage.getItem(name);
}

/** Keeps a token, or forgets it. */
export function keepToken(value) {
    if (value) sessionStorage.setItem(name, value);
    else sessionStorage.removeItem(name);
}
