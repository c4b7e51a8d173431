// What tabs there are and which is seen: from one state to the next. Pure.

/** How many closed ones can be restored. */
const memory = 25;

/** The tab that is seen. */
export function tabOf(state) {
    return state.tabs.find((tab) => tab.key === state.active) ?? null;
}

/** A tab of a session of a list. */
export function tabFor(session, key) {
    return Object.freeze({
        key, session: session.session, project: session.project ?? null,
        title: session.title || "Untitled", icon: iconOf(session), place: null,
    });
}

const icons = {
    "claude-code": "CL", codex: "CO", gemini: "GE", "gemini-cli": "GE", chatgpt: "CH", cursor: "CU",
    copilot: "CP", aider: "AI", opencode: "OC", cloudevents: "CE",
};

/** Two letters that tell the tool: of its transcript, else of its model. */
export function iconOf({source, models = []}) {
    if (source) return icons[source] ?? source.slice(0, 2).toUpperCase();
    const model = models[0] ?? "";
    const maker = [["claude", "CL"], ["gpt", "CH"], ["gemini", "GE"], ["codex", "CO"]]
        .find(([name]) => model.includes(name));
    return maker?.[1] ?? "SE";
}

/** Keeps in the tab that is seen where one is in it. */
function keepPlace(state) {
    if (!state.session || tabOf(state)?.session !== state.session.session) return state.tabs;
    const {moment, pane, path} = state;
    const place = Object.freeze({moment, pane, path});
    return state.tabs.map((tab) => tab.key === state.active ? Object.freeze({...tab, place}) : tab);
}

/** What is shown of a tab before anything of its session has come. */
function shown(tab) {
    const place = tab?.place;
    return {
        session: null, problem: null, branches: [], tags: [], find: null, range: null,
        overlay: null,
        moment: place?.moment ?? Object.freeze({branch: "main", revision: 0, isNow: true}),
        head: Object.freeze({branch: place?.moment.branch ?? "main", revision: 0}),
        pane: place?.pane ?? "files", path: place?.path ?? null,
    };
}

/** Shows a tab. */
export function showTab(state, key) {
    if (state.active === key) return {};
    const tab = state.tabs.find((one) => one.key === key) ?? null;
    return {tabs: keepPlace(state), active: tab?.key ?? null, ...shown(tab)};
}

/** Opens a session in a tab behind the one that is seen, or shows the tab that it has. */
export function openTab(state, session, key, {isOther = false, place = null} = {}) {
    const had = isOther ? null : state.tabs.find((tab) => tab.session === session.session);
    if (had) return showTab(state, had.key);
    const tab = Object.freeze({...tabFor(session, key), place});
    const tabs = [...keepPlace(state)];
    const at = tabs.findIndex((one) => one.key === state.active);
    tabs.splice(at < 0 ? tabs.length : at + 1, 0, tab);
    return {tabs, active: key, ...shown(tab)};
}

/** Closes a tab and shows the one that takes its place. */
export function closeTab(state, key) {
    const kept = keepPlace(state);
    const at = kept.findIndex((tab) => tab.key === key);
    if (at < 0) return {};
    const tabs = kept.filter((tab) => tab.key !== key);
    const closedTabs = [{...kept[at], at}, ...state.closedTabs].slice(0, memory);
    if (state.active !== key) return {tabs, closedTabs};
    const next = tabs[Math.min(at, tabs.length - 1)] ?? null;
    return {tabs, closedTabs, active: next?.key ?? null, ...shown(next)};
}

/** Opens what was closed last where it stood. */
export function restoreTab(state) {
    const [last, ...closedTabs] = state.closedTabs;
    if (!last) return {};
    const {at, ...tab} = last;
    const tabs = [...keepPlace(state)];
    tabs.splice(Math.min(at, tabs.length), 0, Object.freeze(tab));
    return {tabs, closedTabs, active: tab.key, ...shown(tab)};
}

/** Moves a tab to a place among the others. */
export function moveTab(state, key, to) {
    const tab = state.tabs.find((one) => one.key === key);
    if (!tab) return {};
    const tabs = state.tabs.filter((one) => one.key !== key);
    tabs.splice(Math.max(0, Math.min(to, tabs.length)), 0, tab);
    return {tabs};
}

/** Changes something of all tabs of a session, such as its title. */
export function changeTabs(state, session, patch) {
    return {
        tabs: state.tabs.map((tab) => tab.session === session
            ? Object.freeze({...tab, ...patch}) : tab),
    };
}

/** Takes titles and icons of tabs from what a list says of their sessions now. */
export function freshTabs(state) {
    const listed = new Map(state.sessions.map((one) => [one.session, one]));
    const fresh = (tab) => {
        const session = listed.get(tab.session);
        if (!session || session.error) return tab;
        const {title, icon, project} = tabFor(session, tab.key);
        const isSame = tab.title === title && tab.icon === icon && tab.project === project;
        return isSame ? tab : Object.freeze({...tab, title, icon, project});
    };
    const tabs = state.tabs.map(fresh);
    return tabs.every((tab, index) => tab === state.tabs[index]) ? {} : {tabs};
}

/** The key of the tab that is some places further, round and round. */
export function neighbour(state, by) {
    const at = state.tabs.findIndex((tab) => tab.key === state.active);
    if (at < 0) return state.tabs[0]?.key ?? null;
    return state.tabs[(at + by + state.tabs.length) % state.tabs.length].key;
}
