// Small things that the browser remembers for a view.

/** What was kept under a name: an object, empty where there is none that can be read. */
export function kept(name) {
    try {
        return JSON.parse(localStorage.getItem(name)) ?? {};
    } catch {
        return {};
    }
}

/** Keeps an object under a name. */
export function keep(name, value) {
    localStorage.setItem(name, JSON.stringify(value));
}
