// The state of the chain of hashes and of its seals; checks all of it when somebody asks.

import {el} from "../dom/el.js";
import {count, plural} from "../dom/number.js";
import {toast, toastError} from "../dom/toast.js";
import {travel} from "../app/travel.js";
import {plainText} from "../text/draw.js";
import {follow} from "./asking.js";
import {sessionPath} from "./moments.js";

/** What seals prove, in words. */
export function sealWords({seals, fitting, covered, events}) {
    if (seals === 0) {
        return {kind: "none", text: "Not sealed: what is cut off at the end would not show"};
    }
    if (fitting < seals) {
        return {kind: "bad", text: `${plural(seals - fitting, "seal")} of ${seals} does not fit`};
    }
    const open = events - covered;
    return open > 0
        ? {kind: "part", text: `Sealed up to ${count(covered)} of ${plural(events, "event")}`}
        : {kind: "good", text: `All ${plural(events, "event")} are sealed`};
}

function finding(store, {kind, moment, position, message, advice}) {
    const [branch, revision] = moment?.includes("@") ? moment.split(/@(?=\d+$)/) : [];
    return el("li.finding", {},
        el("strong", {}, kind, position && ` at #${position}`), plainText(message, "p"),
        el("p.faint", {}, plainText(advice)),
        branch && el("button.branch-link", {
            type: "button", onclick: () => travel(store, {branch, revision: Number(revision)}),
        }, `Go to ${moment}`));
}

/** Draws the part into its root. */
export function createChain(root, {store, api}) {
    const seals = el("div.chain-seals");
    const findings = el("div.chain-findings", {"aria-live": "polite"});
    const verify = el("button.button.small", {type: "button", onclick: check}, "Verify now");
    const seal = el("button.button.small", {type: "button", onclick: sealIt}, "Seal");
    root.append(el("div.chain-line", {}, seals, verify, seal), findings);

    async function check() {
        verify.disabled = true;
        verify.textContent = "Verifying…";
        try {
            const path = sessionPath(store.state);
            const {findings: all} = await api.get(`${path}/verification`);
            store.change("verified", ({session, events}) => ({
                chain: {session: session.session, events, findings: all.length},
            }));
            findings.replaceChildren(all.length === 0
                ? el("p.chain-good", {},
                    "✓ No findings: every digest, payload and fold was checked")
                : el("ul", {}, all.map((one) => finding(store, one))));
        } catch (error) {
            toastError(error, "It could not be verified");
        }
        verify.disabled = false;
        verify.textContent = "Verify now";
    }

    async function sealIt() {
        try {
            await api.send("POST", `${sessionPath(store.state)}/seals`);
            toast("Sealed with the server's key");
            shown.again();
        } catch (error) {
            toastError(error, "It was not sealed");
        }
    }

    const key = (state) => sessionPath(state) ? `${sessionPath(state)} ${state.events}` : "";
    const shown = follow(store, seals, key, async (signal) => {
        const found = await api.get(`${sessionPath(store.state)}/seals`, {}, {signal});
        const {kind, text} = sealWords(found);
        return el(`span.seal.is-${kind}`, {}, text);
    });
    return shown;
}
