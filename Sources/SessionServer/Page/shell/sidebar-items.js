// What the sidebar lists, line by line. Pure.

/**
 * @returns {{kind: string, key: string}[]} headings, sessions, hits, and what is said instead
 */
export function itemsOf({words, groups, hits, closed, problem, isLoading, archived}, {sessions}) {
    if (problem) return [{kind: "problem", key: "problem", problem}];
    if (isLoading && groups.length === 0) {
        return [0, 1, 2, 3].map((number) => ({kind: "waiting", key: `waiting ${number}`}));
    }
    const titles = new Map(sessions.map((one) => [one.session, one]));
    const full = groups.filter((group) => group.sessions.length > 0);
    const empty = groups.filter((group) => group.sessions.length === 0);
    const items = [...full, ...words ? [] : empty]
        .flatMap((group) => groupItems(group, {words, closed, titles, archived}));
    if (hits?.length > 0) {
        items.push({kind: "title", key: "said", text: "Said in sessions"});
        hits.forEach((hit, index) => items.push({
            kind: "hit", key: `hit ${hit.session} ${hit.position} ${index}`, hit,
        }));
    }
    if (items.length > 0) return items;
    const text = words ? `Nothing has “${words}” in it.`
        : archived ? "No session is archived." : "No session yet: press + above to begin one.";
    return [{kind: "none", key: "none", text}];
}

function groupItems(group, {words, closed, titles, archived}) {
    const isOpen = !closed.includes(group.project) || Boolean(words);
    const heading = {
        kind: "heading", key: `project ${group.project}`, project: group.project,
        text: group.name, isOpen, count: group.sessions.length, hasMore: group.next !== null,
    };
    if (!isOpen) return [heading];
    const now = group.sessions.map((session) => titles.get(session.session) ?? session);
    const ordered = [...now.filter((one) => one.pinned), ...now.filter((one) => !one.pinned)];
    const rows = ordered.map((session, index) => ({
        kind: "session", key: session.session ?? `${group.project} ${index}`, session,
    }));
    if (group.next) {
        rows.push({kind: "more", key: `more ${group.project}`, project: group.project});
    } else if (rows.length === 0) {
        const text = archived ? "No session is archived." : "No session yet.";
        rows.push({kind: "empty", key: `empty ${group.project}`, text});
    }
    return [heading, ...rows];
}
