// Fork, tag, rename, archive: shown at once, each with a way back.

import {askedText, confirmed} from "../dom/dialog.js";
import {toast} from "../dom/toast.js";
import {travel} from "../app/travel.js";
import {outboxOf} from "../writing/office.js";

/** Milliseconds in which a tag can be taken back, for the log has no event that removes one. */
const regret = 5000;

/** What can be done with branches, for menus and commands. */
export function createBranching(context) {
    const {store} = context;
    const outbox = outboxOf(context);

    function send(sort, data, options) {
        return outbox.add({session: store.state.session.session, sort, data}, options);
    }

    /** What is wrong with a name for a branch, or null. */
    function checkName(name) {
        if (store.state.branches.some((branch) => branch.name === name)) {
            return `There is a branch called ${name} already.`;
        }
        return checkLetters(name);
    }

    async function fork(at = point(store.state.moment)) {
        const name = await askedText({
            title: `Fork at ${at.branch}@${at.revision}`, label: "Name of the new branch",
            value: freeName(), yes: "Fork here", check: checkName,
            hint: "The branch begins with everything up to here; nothing is copied.",
        });
        if (name) forkAs(name, at);
    }

    /** Forks without asking. Gives the change's id, so that what follows can need it. */
    function forkAs(name, at) {
        const before = store.state.moment;
        const id = send("fork", {name, at, from: `${at.branch}@${at.revision}`, before});
        travel(store, {branch: name, revision: at.revision});
        toast(`Forked ${name} at ${at.branch}@${at.revision}.`, {action: {title: "Undo", run() {
            travel(store, before);
            if (!outbox.cancel(id)) send("archive", {name}, {now: true});
        }}});
        return id;
    }

    function freeName() {
        const taken = new Set(store.state.branches.map((branch) => branch.name));
        let number = 1;
        while (taken.has(`idea-${number}`)) number += 1;
        return `idea-${number}`;
    }

    async function rename(old) {
        const name = await askedText({
            title: `Rename ${old}`, label: "New name", value: old, yes: "Rename",
            check: (one) => one === old ? null : checkName(one),
        });
        if (!name || name === old) return;
        const id = send("rename", {old, name});
        toast(`${old} is now ${name}.`, {action: {title: "Undo", run() {
            if (!outbox.cancel(id)) send("rename", {old: name, name: old}, {now: true});
        }}});
    }

    async function tag(at = point(store.state.moment)) {
        const name = await askedText({
            title: `Tag ${at.branch}@${at.revision}`, label: "Name of the tag", yes: "Tag",
            hint: "A tag of that name moves here.",
            check: checkLetters,
        });
        if (!name) return;
        const had = store.state.tags.find((one) => one.name === name);
        const before = had && point(had);
        const id = send("tag", {name, at, before}, {hold: regret});
        toast(`Tagged ${at.branch}@${at.revision} as ${name}.`, {time: regret, action: {
            title: "Undo", run() {
                if (outbox.cancel(id)) return;
                if (before) send("tag", {name, at: before, before: at}, {now: true});
                else toast(`${name} is saved already. It can be moved, and stays in the log.`);
            },
        }});
    }

    async function archive(name) {
        const yes = await confirmed({
            title: `Archive ${name}?`, yes: "Archive", danger: true,
            body: "It takes no more events. All that is on it stays, and can be seen and forked.",
        });
        if (yes) send("archive", {name}, {now: true});
    }

    return {fork, forkAs, freeName, rename, tag, archive};
}

/** What is wrong with the letters of a name, or null. */
function checkLetters(name) {
    return /[@~#\s:]/.test(name) ? "A name has no spaces and none of @ ~ # :" : null;
}

function point({branch, revision}) {
    return {branch, revision};
}
