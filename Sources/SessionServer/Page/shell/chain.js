// Whether the chain of hashes holds: looked at once where that is quick, on demand where it is not.

import {el, fill} from "../dom/el.js";
import {count, plural} from "../dom/number.js";

/** Sessions with more bytes than this are verified on demand alone. */
const quick = 12_000_000;
const delay = 1500;

/** Draws what is known of the chain into a node; a click leads to the audit. */
export function keepChain({store, api}, node) {
    let timer = 0;
    let sealing = null;

    async function look(session) {
        clearTimeout(timer);
        sealing = null;
        if (!session) return;
        const id = session.session;
        sealing = await api.get(`sessions/${id}/seals`).catch(() => null);
        if (store.state.session?.session !== id) return;
        draw();
        const {chain} = store.state;
        const isKnown = chain?.session === id && chain.events === session.events;
        if (!isKnown && session.payloadSize <= quick) timer = setTimeout(() => verify(id), delay);
    }

    async function verify(id) {
        const {session} = store.state;
        if (session?.session !== id || document.hidden) return;
        const {findings} = await api.get(`sessions/${id}/verification`)
            .catch(() => ({findings: null}));
        if (findings === null || store.state.session?.session !== id) return;
        store.change("verified", {
            chain: Object.freeze({session: id, events: session.events, findings: findings.length}),
        });
    }

    function draw() {
        const {session, chain} = store.state;
        if (!session) return fill(node);
        const said = chainText(session, chain, sealing);
        fill(node, el("button.status-button", {
            type: "button", class: said.kind, title: said.title,
            onclick: () => store.change("pane", (state) => ({pane: "audit", sheet: "side"})),
        }, said.text));
    }

    store.watch((state) => state.session, (session) => {
        draw();
        look(session);
    });
    store.watch((state) => state.chain, draw);
}

/** What is said of a chain. Pure. */
export function chainText(session, chain, sealing) {
    const sealed = !sealing || sealing.seals === 0 ? "not sealed"
        : sealing.fitting < sealing.seals ? "a seal does not fit"
            : sealing.covered >= sealing.events ? "sealed"
                : `sealed up to ${count(sealing.covered)} of ${count(sealing.events)}`;
    const isKnown = chain?.session === session.session;
    if (isKnown && chain.findings > 0) {
        return {kind: "bad", text: `✗ ${plural(chain.findings, "finding")}`,
            title: "The chain or what it holds is damaged: see the audit."};
    }
    if (sealing && sealing.fitting < sealing.seals) {
        return {kind: "bad", text: `✗ ${sealed}`, title: "See the audit."};
    }
    if (isKnown) {
        return {kind: "good", text: `✓ chain verified, ${sealed}`,
            title: `Each of its ${count(chain.events)} events was checked.`};
    }
    return {kind: "", text: `chain not checked, ${sealed}`, title: "Verify it in the audit."};
}
