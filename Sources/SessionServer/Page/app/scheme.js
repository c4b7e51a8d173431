// Light or dark: as the system says, unless a person chose.

const name = "session-scheme";

/** Draws the page in the scheme of the store, and keeps what was chosen. */
export function keepScheme({store, commands}) {
    const chosen = localStorage.getItem(name);
    if (chosen) store.change("scheme", {scheme: chosen});
    store.watch((state) => state.scheme, (scheme) => {
        document.documentElement.dataset.scheme = scheme;
        localStorage.setItem(name, scheme);
    });
    for (const [scheme, title] of [
        ["light", "Light colours"], ["dark", "Dark colours"], ["system", "Colours as the system's"],
    ]) {
        commands.add({
            id: `scheme.${scheme}`, title, group: "Page",
            when: (state) => state.scheme !== scheme,
            run: () => store.change("scheme", {scheme}),
        });
    }
}
