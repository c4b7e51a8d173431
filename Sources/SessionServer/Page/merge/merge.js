// A merge: what is taken over of another branch, what conflicts and how that is answered; then it
// is committed. What was saved against an old head comes here, too.

import {el, fill} from "../dom/el.js";
import {plural} from "../dom/number.js";
import {toast} from "../dom/toast.js";
import {tabOf} from "../app/tabs.js";
import {travel} from "../app/travel.js";
import {momentField} from "../overlay/moment-field.js";
import {keepSheet, leave} from "../overlay/sheet.js";
import {rowOf, wordOf} from "../side/audit-rows.js";
import {failure} from "../side/asking.js";
import {drawCounts} from "../text/draw-diff.js";
import {plainText} from "../text/draw.js";
import {drawConflict} from "./conflict.js";

/** Events taken over that are listed at first. */
const some = 40;

/** What is merged into what to begin with: another branch into the one that is shown. */
export function beginning({branches, moment}, overlay) {
    const into = overlay.into ?? moment.branch;
    const other = branches.findLast((branch) => branch.name !== into && !branch.archived
        && !/^agent/.test(branch.name)) ?? branches.find((branch) => branch.name !== into);
    return {theirs: overlay.theirs ?? other?.name ?? "", into};
}

function drawAdds(adds) {
    if (adds.length === 0) return el("p.faint", {}, "Nothing was said that is not here already.");
    const row = (event) => {
        const {kind, actor, text} = rowOf(event);
        return el("li", {}, el("span.faint", {}, wordOf(kind)), plainText(actor, "span"),
            el("span.cut", {title: text}, plainText(text)));
    };
    const list = el("ul.merge-list", {}, adds.slice(0, some).map(row));
    if (adds.length > some) {
        const more = el("button.more", {
            type: "button", onclick: () => {
                more.remove();
                list.append(...adds.slice(some).map(row));
            },
        }, `Show all ${adds.length}`);
        return [list, more];
    }
    return list;
}

function drawChanges(changes) {
    if (changes.length === 0) {
        return el("p.faint", {}, "No file or setting is taken over as it is.");
    }
    return el("ul.merge-list", {}, changes.map(({kind, subject, change, added = 0, removed = 0}) =>
        el("li", {}, el("span.faint", {}, change), el("span.cut", {title: subject},
            plainText(subject ?? kind)), drawCounts({added, removed}))));
}

function part(title, ...content) {
    return el("section.merge-part", {}, el("h3", {}, title), content);
}

function draw(body, overlay, context) {
    const {store, api} = context;
    const path = `sessions/${overlay.session ?? tabOf(store.state).session}`;
    const chosen = beginning(store.state, overlay);
    const answers = new Map();
    const head = el("div.merge-head");
    const main = el("div.merge-main");
    const foot = el("footer.sheet-foot");
    body.append(head, main, foot);
    let found = null;
    let asked = 0;

    function drawHead() {
        const set = (change) => {
            Object.assign(chosen, change);
            answers.clear();
            compute();
        };
        const names = store.state.branches.filter((branch) => !branch.archived)
            .map((branch) => branch.name);
        fill(head, momentField({
            label: "Take over from", value: chosen.theirs, state: store.state,
            changed: (theirs) => set({theirs}),
        }), el("span.merge-arrow", {"aria-hidden": "true"}, "→"),
        el("label.moment-field", {}, el("span.faint", {}, "Into"), el("select.field", {
            "aria-label": "Into", onchange: (event) => set({into: event.target.value}),
        }, names.map((name) => el("option", {
            value: name, selected: name === chosen.into,
        }, name)))));
    }

    /** The answers in the server's form. */
    function told() {
        return [...answers].map(([conflict, answer]) => ({conflict, ...answer}));
    }

    async function compute() {
        const mine = ++asked;
        found = null;
        drawFoot();
        fill(main, el("p.waiting", {}, "Computing the merge"));
        if (!chosen.theirs) {
            fill(main, el("div.state", {}, el("strong", {}, "There is no other branch"),
                el("p", {}, "Fork one at any moment, and merge it back here.")));
            return;
        }
        try {
            const answer = await api.send("POST", `${path}/merges`, {...chosen, answers: told()});
            if (mine === asked) arrived(answer);
        } catch (error) {
            if (mine === asked) fill(main, failure(error, compute));
        }
    }

    function arrived(answer) {
        found = answer;
        const {merge, adds, changes, conflicts} = answer;
        const {theirs, into} = merge;
        fill(main,
            overlay.session && el("p.merge-why", {},
                "Somebody else wrote here since you began. What you saved is on the branch ",
                plainText(chosen.theirs, "strong"), "; merge it, or leave it there."),
            merge.empty && el("div.state", {}, el("strong", {}, "Nothing to take over"),
                el("p", {}, `All of ${theirs.branch}@${theirs.revision} is on `
                    + `${into.branch} already.`)),
            conflicts.length > 0
                && part(plural(conflicts.length, "conflict"), conflicts.map((one) =>
                    drawConflict(api, path, one, merge, answers.get(one.conflict), (given) => {
                        if (given) answers.set(one.conflict, given);
                        else answers.delete(one.conflict);
                        drawFoot();
                    }))),
            !merge.empty
                && part(`Said: ${plural(adds.length, "event")} taken over`, drawAdds(adds)),
            !merge.empty && part(`Set: ${plural(changes.length, "change")}`, drawChanges(changes)));
        drawFoot();
    }

    function drawFoot() {
        const open = found ? found.conflicts.filter((one) => !answers.has(one.conflict)).length : 0;
        const isReady = found && !found.merge.empty && open === 0;
        fill(foot,
            el("span.soft", {"aria-live": "polite"}, !found ? ""
                : open > 0 ? `${plural(open, "conflict")} to answer`
                    : found.merge.empty ? "" : "Nothing is written until you commit."),
            el("button.button", {type: "button", onclick: () => leave(store, "merge")}, "Cancel"),
            el("button.button.main", {
                type: "button", disabled: !isReady, onclick: commit,
            }, `Commit into ${chosen.into}`));
    }

    async function commit() {
        const mine = ++asked;
        fill(foot, el("span.soft", {"aria-live": "polite"}, "Committing…"));
        try {
            const {committed, merge} = await api.send("POST", `${path}/merges`,
                {...chosen, answers: told(), commit: true});
            leave(store, "merge");
            const {written, head: at} = committed;
            toast(`Merged ${merge.theirs.branch}: ${plural(written, "event")} appended, `
                + `${chosen.into} is at ${at}`);
            store.change("merged", (state) => ({
                events: state.events + 1,
                branches: state.branches.map((branch) => branch.name === chosen.into
                    ? {...branch, head: at} : branch),
            }));
            travel(store, {branch: chosen.into, revision: at});
        } catch (error) {
            if (mine !== asked) return;
            if (error.problem?.merge) {
                arrived(error.problem.merge);
                return;
            }
            fill(foot,
                el("span.wrong", {role: "alert"}, error.message, error.hint && ` ${error.hint}`),
                el("button.button", {type: "button", onclick: compute}, "Compute anew"));
        }
    }

    drawHead();
    compute();
    return () => { asked += 1 };
}

/** Keeps the sheet, and registers how it is opened. */
export function mount(root, context) {
    const {store, commands} = context;
    keepSheet(root, store, {
        kind: "merge", title: "Merge", draw: (body, overlay) => draw(body, overlay, context),
    });
    commands.add({
        id: "merge.open", title: "Merge a branch", keys: ["m"], group: "Moments",
        when: (state) => state.session !== null,
        run: () => store.change("merge", {overlay: {kind: "merge"}}),
    });
}
