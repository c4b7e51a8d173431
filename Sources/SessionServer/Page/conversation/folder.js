// The folder in which the tool of a session ran: paths are shown from there.

/** @returns {Promise<string|null>} null: the session does not say */
export async function folderOf(api, session) {
    const {events} = await api.get(`sessions/${session}/subjects/setting.changed`)
        .catch(() => ({events: []}));
    const folder = events.find((event) => event.subject === "cwd")?.data.value;
    return typeof folder === "string" ? folder : null;
}
