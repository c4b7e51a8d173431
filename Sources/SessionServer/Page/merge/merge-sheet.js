// The sheet of a merge: what into what, conflicts and their answers, what is taken over, commit.

import {el, fill} from "../dom/el.js";
import {plural} from "../dom/number.js";
import {toast} from "../dom/toast.js";
import {isSubagent} from "../app/branches.js";
import {tabOf} from "../app/tabs.js";
import {travel} from "../app/travel.js";
import {momentField} from "../overlay/moment-field.js";
import {leave} from "../overlay/sheet.js";
import {failure} from "../side/asking.js";
import {plainText} from "../text/draw.js";
import {drawConflict} from "./conflict.js";
import {drawAdds, drawChanges, part} from "./parts.js";

/** What is merged into what to begin with: another branch into the one that is shown. Pure. */
export function beginning({branches, moment}, overlay) {
    const into = overlay.into ?? moment.branch;
    const other = branches.findLast((branch) => branch.name !== into && !branch.archived
        && !isSubagent(branch.name)) ?? branches.find((branch) => branch.name !== into);
    return {theirs: overlay.theirs ?? other?.name ?? "", into};
}

export class MergeSheet {
    constructor(body, overlay, {store, api}) {
        Object.assign(this, {store, api, overlay});
        this.path = `sessions/${overlay.session ?? tabOf(store.state).session}`;
        this.chosen = beginning(store.state, overlay);
        this.answers = new Map();
        this.found = null;
        this.asked = 0;
        this.head = el("div.merge-head");
        this.main = el("div.merge-main");
        this.foot = el("footer.sheet-foot");
        body.append(this.head, this.main, this.foot);
        this.drawHead();
        this.compute();
    }

    drawHead() {
        const {store, chosen} = this;
        const names = store.state.branches.filter((branch) => !branch.archived)
            .map((branch) => branch.name);
        fill(this.head, momentField({
            label: "Take over from", value: chosen.theirs, state: store.state,
            changed: (theirs) => this.choose({theirs}),
        }), el("span.merge-arrow", {"aria-hidden": "true"}, "→"),
        el("label.moment-field", {}, el("span.faint", {}, "Into"), el("select.field", {
            "aria-label": "Into", onchange: (event) => this.choose({into: event.target.value}),
        }, names.map((name) => el("option", {
            value: name, selected: name === chosen.into,
        }, name)))));
    }

    choose(change) {
        Object.assign(this.chosen, change);
        this.answers.clear();
        this.compute();
    }

    /** Asks the server, with the answers in its form. */
    ask(more = {}) {
        const answers = [...this.answers].map(([conflict, answer]) => ({conflict, ...answer}));
        return this.api.send("POST", `${this.path}/merges`, {...this.chosen, answers, ...more});
    }

    async compute() {
        const mine = ++this.asked;
        this.found = null;
        this.drawFoot();
        fill(this.main, el("p.waiting", {}, "Computing the merge"));
        if (!this.chosen.theirs) {
            fill(this.main, el("div.state", {}, el("strong", {}, "There is no other branch"),
                el("p", {}, "Fork one at any moment, and merge it back here.")));
            return;
        }
        try {
            const answer = await this.ask();
            if (mine === this.asked) this.arrived(answer);
        } catch (error) {
            if (mine === this.asked) fill(this.main, failure(error, () => this.compute()));
        }
    }

    arrived(answer) {
        this.found = answer;
        const {merge, adds, changes, conflicts} = answer;
        const {theirs, into} = merge;
        const place = `${theirs.branch}@${theirs.revision}`;
        fill(this.main,
            this.overlay.session && el("p.merge-why", {},
                "Somebody else wrote here since you began. What you saved is on the branch ",
                plainText(this.chosen.theirs, "strong"), "; merge it, or leave it there."),
            merge.empty && el("div.state", {}, el("strong", {}, "Nothing to take over"),
                el("p", {}, `All of ${place} is on ${into.branch} already.`)),
            conflicts.length > 0 && part(plural(conflicts.length, "conflict"),
                conflicts.map((one) => this.drawConflict(one, merge))),
            !merge.empty
                && part(`Said: ${plural(adds.length, "event")} taken over`, drawAdds(adds)),
            !merge.empty && part(`Set: ${plural(changes.length, "change")}`, drawChanges(changes)));
        this.drawFoot();
    }

    drawConflict(conflict, merge) {
        const name = conflict.conflict;
        const answered = (answer) => {
            if (answer) this.answers.set(name, answer);
            else this.answers.delete(name);
            this.drawFoot();
        };
        return drawConflict(this.api, this.path, conflict, merge, this.answers.get(name), answered);
    }

    drawFoot() {
        const {found, answers, chosen, store} = this;
        const isSome = found !== null && !found.merge.empty;
        const conflicts = isSome ? found.conflicts : [];
        const open = conflicts.filter((one) => !answers.has(one.conflict)).length;
        fill(this.foot,
            el("span.soft", {"aria-live": "polite"}, isSome
                && (open > 0 ? `${plural(open, "conflict")} to answer`
                    : "Nothing is written until you commit.")),
            el("button.button", {type: "button", onclick: () => leave(store, "merge")}, "Cancel"),
            el("button.button.main", {
                type: "button", disabled: !isSome || open > 0, onclick: () => this.commit(),
            }, `Commit into ${chosen.into}`));
    }

    async commit() {
        const mine = ++this.asked;
        fill(this.foot, el("span.soft", {"aria-live": "polite"}, "Committing…"));
        try {
            this.committed(await this.ask({commit: true}));
        } catch (error) {
            if (mine !== this.asked) return;
            if (error.problem?.merge) this.arrived(error.problem.merge);
            else this.refused(error);
        }
    }

    refused(error) {
        fill(this.foot,
            el("span.wrong", {role: "alert"}, error.message, error.hint && ` ${error.hint}`),
            el("button.button", {type: "button", onclick: () => this.compute()}, "Compute anew"));
    }

    committed({committed: {written, head}, merge}) {
        const {store, chosen} = this;
        leave(store, "merge");
        toast(`Merged ${merge.theirs.branch}: ${plural(written, "event")} appended, `
            + `${chosen.into} is at ${head}`);
        store.change("merged", (state) => ({
            events: state.events + 1,
            branches: state.branches.map((branch) => branch.name === chosen.into
                ? {...branch, head} : branch),
        }));
        travel(store, {branch: chosen.into, revision: head});
    }

    stop() {
        this.asked += 1;
    }
}
