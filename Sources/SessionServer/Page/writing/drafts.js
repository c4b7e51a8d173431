// Drafts of prompts: in this browser at once, and in the person's preferences after a moment, so
// that they are there on another machine, too.

const prefix = "session-store-draft ";

/** @param {{store: object, api: object}} context */
export function createDrafts({store, api}, outbox) {
    function projectOf(session) {
        return store.state.tabs.find((tab) => tab.session === session)?.project ?? null;
    }

    function write(session, text) {
        if (!session) return;
        if (text) localStorage.setItem(prefix + session, text);
        else localStorage.removeItem(prefix + session);
        const project = projectOf(session);
        if (project) outbox.add({session, sort: "draft", data: {project, text}});
    }

    /** The draft that was left, or an empty text. */
    async function read(session) {
        const own = localStorage.getItem(prefix + session);
        const project = projectOf(session);
        if (own !== null || !project) return own ?? "";
        const kept = await api.get(`projects/${project}/preferences`).catch(() => null);
        const text = kept?.settings?.[`draft/${session}`];
        return typeof text === "string" ? text : "";
    }

    return {read, write};
}
