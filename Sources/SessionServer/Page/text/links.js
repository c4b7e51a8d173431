// Which links of a transcript may be followed: to pages and to people, nothing that runs.

const SAFE = new Set(["http:", "https:", "mailto:"]);

/** The address as it may stand in a link, or null where it must not be one. */
export function safeLink(address) {
    // Browsers ignore these inside of an address, so a scheme could hide behind them.
    const plain = address.replace(/[\u0000-\u0020\u007f-\u00a0\u200b-\u200f\u2028-\u202e]/g, "");
    if (!/^[a-z][a-z0-9+.-]*:/i.test(plain)) return null;
    try {
        const url = new URL(plain);
        return SAFE.has(url.protocol) ? url.href : null;
    } catch {
        return null;
    }
}
