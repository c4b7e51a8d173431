// Whether the server can be reached: asked again now and then while it cannot.

const every = 3000;

/** Asks until the server is back, and tells the store; at once when the browser is online again. */
export function keepLine({store, api}) {
    let timer = 0;

    async function ask() {
        clearTimeout(timer);
        timer = 0;
        try {
            await api.get("/health");
        } catch {
            // The next try tells; that it failed is in the store already.
        }
        if (!store.state.online) timer = setTimeout(ask, every);
    }

    store.watch((state) => state.online, (online, before) => {
        if (!online && timer === 0) timer = setTimeout(ask, every);
        if (online && before === false) {
            store.change("online again", (state) => ({events: state.events + 1}));
        }
    });
    window.addEventListener("online", ask);
    window.addEventListener("offline", () => store.change("offline", {online: false}));
}
