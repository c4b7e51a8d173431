// The sorts of changes: what each asks of the server, and what it makes of the page at once.
//
// `request` gives `{method, path, body}`; `show`, `undo` and `done` give what the state becomes.

import {momentText} from "../app/address.js";
import {retitled} from "../app/session.js";

const events = (change, drafts) => ({
    method: "POST", path: `sessions/${change.session}/events`,
    body: {
        branch: change.data.branch ?? "main", expecting: change.data.expecting ?? "any",
        events: drafts.map((draft, index) => ({
            eventid: `${change.id}${index === 0 ? "" : `/${index}`}`, ...draft,
        })),
    },
});

/** A sort that appends one event. */
const event = (draft, more = {}) => ({
    drafts: (change) => [draft(change.data)],
    request: (change) => events(change, [draft(change.data)]),
    show: () => ({}), undo: () => ({}), done: () => ({}),
    ...more,
});

const branchPath = (change, name) =>
    `sessions/${change.session}/branches/${encodeURIComponent(name)}`;

/** Whether the change's session is the one that is shown. */
const isShown = (state, change) => state.session?.session === change.session;

const mapBranches = (state, change, map) =>
    isShown(state, change) ? {branches: state.branches.map(map)} : {};

export const sorts = {
    title: event(({title}) => ({type: "title.changed", data: {title}}), {
        words: "The title", key: () => "title",
        show: (state, {session, data}) => retitled(state, session, data.title),
        undo: (state, {session, data}) => retitled(state, session, data.before),
    }),

    setting: event(({name, value}) => ({
        type: "setting.changed", subject: name,
        data: value === null ? {removed: true} : {value},
    }), {words: "The setting", key: ({name, branch}) => `setting ${branch} ${name}`}),

    pin: event(({pinned}) => ({
        type: "setting.changed", subject: "pinned", data: {value: pinned},
    }), {
        words: "The pin", key: () => "pin",
        show: (state, {session, data}) => pinned(state, session, data.pinned),
        undo: (state, {session, data}) => pinned(state, session, !data.pinned),
    }),

    prompt: event(({text}) => ({type: "prompt.submitted", data: {text}}), {words: "The prompt"}),

    note: event(({text}) => ({type: "note.added", data: {text}}), {words: "The note"}),

    fork: {
        words: "The fork",
        request: (change) => ({
            method: "POST", path: `sessions/${change.session}/branches`,
            body: {name: change.data.name, from: change.data.from},
        }),
        show: (state, change) => {
            const {name, at} = change.data;
            const has = state.branches.some((branch) => branch.name === name);
            if (!isShown(state, change) || has) return {};
            const branch = {name, head: at.revision, fork: at, digest: "", archived: false};
            return {branches: [...state.branches, branch]};
        },
        undo: (state, change) => isShown(state, change) ? {
            branches: state.branches.filter((branch) => branch.name !== change.data.name),
            ...moved(state, change.data.name, change.data.before),
        } : {},
        done: (state, change, answer) => mapBranches(state, change,
            (branch) => branch.name === answer?.name ? {...answer,
                head: Math.max(answer.head, branch.head)} : branch),
    },

    rename: {
        words: "The branch's name",
        request: (change) => ({
            method: "PATCH", path: branchPath(change, change.data.old),
            body: {name: change.data.name},
        }),
        show: (state, change) => renamed(state, change, change.data.old, change.data.name),
        undo: (state, change) => renamed(state, change, change.data.name, change.data.old),
        done: () => ({}),
    },

    archive: {
        words: "The branch",
        request: (change) => ({
            method: "PATCH", path: branchPath(change, change.data.name), body: {archived: true},
        }),
        show: (state, change) => mapBranches(state, change, (branch) =>
            branch.name === change.data.name ? {...branch, archived: true} : branch),
        undo: (state, change) => mapBranches(state, change, (branch) =>
            branch.name === change.data.name ? {...branch, archived: false} : branch),
        done: () => ({}),
    },

    tag: {
        words: "The tag",
        request: (change) => ({
            method: "POST", path: `sessions/${change.session}/tags`,
            body: {name: change.data.name, at: momentText(change.data.at)},
        }),
        show: (state, change) => tagged(state, change, change.data.at),
        undo: (state, change) => tagged(state, change, change.data.before),
        done: () => ({}),
    },

    draft: {
        words: "The draft", key: () => "draft", isQuiet: true,
        request: (change) => ({
            method: "PATCH", path: `projects/${change.data.project}/preferences`,
            body: {settings: {[`draft/${change.session}`]: change.data.text || null}},
        }),
        show: () => ({}), undo: () => ({}), done: () => ({}),
    },
};

function pinned(state, session, isPinned) {
    return {sessions: state.sessions.map((one) =>
        one.session === session ? {...one, pinned: isPinned} : one)};
}

/** The moment, away from a branch that is not there after all. */
function moved(state, name, to) {
    if (state.moment.branch !== name || !to) return {};
    return {moment: to, head: {branch: to.branch, revision: to.revision}};
}

function renamed(state, change, old, name) {
    if (!isShown(state, change)) return {};
    const other = (branch) => branch === old ? name : branch;
    const point = (value) => value && {...value, branch: other(value.branch)};
    return {
        branches: state.branches.map((branch) =>
            ({...branch, name: other(branch.name), ...branch.fork && {fork: point(branch.fork)}})),
        tags: state.tags.map(point), moment: point(state.moment), head: point(state.head),
    };
}

function tagged(state, change, at) {
    if (!isShown(state, change)) return {};
    const others = state.tags.filter((tag) => tag.name !== change.data.name);
    return {tags: at ? [...others, {name: change.data.name, ...at}] : others};
}
