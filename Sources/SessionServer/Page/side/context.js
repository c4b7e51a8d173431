// The exact context that the model saw at the moment: a stack of what it was made of.

import {el} from "../dom/el.js";
import {count, plural, share} from "../dom/number.js";
import {plainText} from "../text/draw.js";
import {longText} from "../text/long-text.js";
import {follow, nothing} from "./asking.js";
import {at, momentKey, sessionPath} from "./moments.js";
import {stackOf, stepBefore} from "./seen.js";

const sources = {
    request: "The request as it was sent",
    "request-log": "The request, from the tool's own log",
    context: "The context as it was built",
    reconstruction: "Put together from the log: system and tools were not recorded",
};
/** Rows in which the step before is looked for. */
const near = 120;
/** Stretches of events that are named one by one. */
const shownRanges = 8;
/** Messages of a part that are listed at first. */
const some = 60;

function parsed(context) {
    try {
        return context?.text ? JSON.parse(context.text) : null;
    } catch {
        return null;
    }
}

/** The context of the step before, as far as there is one. */
async function before({store, api, rows}, signal) {
    const {moment, session} = store.state;
    const {branch, revision} = moment;
    const found = await rows.range(session.session, branch, Math.max(1, revision - near), revision);
    const step = stepBefore(found, revision);
    if (!step) return null;
    return api.get(`${sessionPath(store.state)}/context`, {at: `${branch}@${step}`}, {signal})
        .catch((error) => {
            if (error.name === "AbortError") throw error;
            return null;
        });
}

function drawItem(one, total) {
    const body = el("div.seen-body");
    const details = el("details.seen-item", {
        ontoggle: () => {
            if (!details.open || body.firstChild) return;
            const text = typeof one.value === "string" ? one.value
                : JSON.stringify(one.value, null, 2);
            body.append(longText(text, {title: one.title.slice(0, 60)}));
        },
    }, el("summary", {},
        el(`span.seen-role.is-${one.role}`, {}, one.role),
        el("span.seen-title.cut", {}, plainText(one.title)),
        el("span.faint", {
            title: `${count(one.characters)} characters, about ${count(one.tokens)} tokens`,
        }, share(one.tokens, total))), body);
    return details;
}

function drawPart(part, total) {
    const last = part.items.slice(-some);
    const list = el("div.seen-list", {}, last.map((one) => drawItem(one, total)));
    const hidden = part.items.length - some;
    if (hidden > 0) {
        const more = el("button.more", {
            type: "button",
            onclick: () => more.replaceWith(...part.items.slice(0, -some)
                .map((one) => drawItem(one, total))),
        }, `Show ${plural(hidden, "earlier message")}`);
        list.prepend(more);
    }
    return el(`section.seen-part.is-${part.id}`, {},
        el("h3.seen-head", {}, el("span.seen-mark", {"aria-hidden": "true"}), part.title,
            el("span.faint", {}, plural(part.items.length, part.id === "tools" ? "tool" : "part")),
            el("span.seen-share", {title: `about ${count(part.tokens)} tokens`},
                share(part.tokens, total))),
        list);
}

function drawBar({parts, total}) {
    const label = parts.map((part) => `${part.title} ${share(part.tokens, total)}`).join(", ");
    return el("div.seen-bar", {role: "img", "aria-label": label}, parts.map((part) =>
        el(`span.is-${part.id}`, {
            title: `${part.title}: ${share(part.tokens, total)}`,
            style: {"flex-grow": String(Math.max(part.tokens, total / 200))},
        })));
}

function drawDifference(stack, hasBefore) {
    const fresh = stack.parts.find((part) => part.id === "new")?.items.length ?? 0;
    if (!hasBefore) return el("p.faint", {}, "The first step: everything is new.");
    const words = [
        fresh > 0 ? `${plural(fresh, "message")} new since the step before` : "Nothing is new",
        stack.left > 0 && `${plural(stack.left, "message")} left out`,
    ];
    return el("p.soft", {}, words.filter(Boolean).join(", "), ".");
}

/** Where it was had from, and which events it was put together of. */
function drawSource({source, ranges}) {
    const all = ranges.map(([from, to]) => from === to ? `${from}` : `${from}–${to}`);
    const told = all.length <= shownRanges ? all.join(", ")
        : `${ranges[0][0]} to ${ranges.at(-1)[1]}, in ${all.length} stretches`;
    return el("p.faint", {title: all.length > shownRanges ? all.join(", ") : ""},
        sources[source] ?? source, all.length > 0 && `; events ${told}`, ".");
}

/** Draws the pane. */
export function createContext(root, context) {
    const {store, api} = context;
    return follow(store, root, momentKey, async (signal) => {
        const moment = at(store.state);
        const [seen, old] = await Promise.all([
            api.get(`${sessionPath(store.state)}/context`, {at: moment}, {signal}),
            before(context, signal),
        ]);
        const request = parsed(seen);
        if (!request) {
            return seen.text ? longText(seen.text, {title: `Context at ${moment}`})
                : nothing("No context here yet", "A model sees one from the first prompt on.");
        }
        const stack = stackOf(request, parsed(old));
        if (stack.total === 0) {
            return nothing("No context here yet", "A model sees one from the first prompt on.");
        }
        return [
            el("div.seen-top", {},
                el("strong", {}, `Context at ${moment}`),
                el("span.faint", {}, `about ${count(stack.total)} tokens`)),
            drawSource(seen),
            drawBar(stack), drawDifference(stack, old !== null),
            stack.parts.toReversed().map((part) => drawPart(part, stack.total)),
            seen.missing?.length > 0 && el("p.wrong", {},
                `${plural(seen.missing.length, "part")} of it cannot be found any more.`),
        ];
    }, {rest: 200});
}
