// Signing in with a token, where the link brought none.

import {el, fill} from "../dom/el.js";
import {keepToken} from "../app/token.js";
import {begin} from "../app/begin.js";
import {initialState} from "../app/state.js";

/** Draws the form while nobody is signed in. */
export function mount(root, context) {
    const {store, commands} = context;
    const field = el("input.field", {
        type: "password", "aria-label": "Token", placeholder: "Token", autocomplete: "off",
        spellcheck: false, id: "token", "aria-describedby": "token-wrong",
    });
    const wrong = el("p.field-wrong", {role: "alert", id: "token-wrong"});
    const button = el("button.button.main", {type: "submit"}, "Sign in");
    const form = el("form.sign-in", {onsubmit: submit, "aria-label": "Sign in"},
        el("h1", {}, "Session Store"),
        el("p.soft", {}, "See what happened in a session, when, and why."),
        field, wrong, button,
        el("p.sign-in-hint", {}, "The server's operator makes a token with ",
            el("code", {}, "session token --data DIR --user NAME")));
    const main = el("main.sign-in-page", {}, form);

    async function submit(event) {
        event.preventDefault();
        const typed = field.value.trim();
        if (!typed) {
            wrong.textContent = "Paste a token here.";
            field.focus();
            return;
        }
        button.disabled = true;
        keepToken(typed);
        await begin(context);
        button.disabled = false;
        const {me, signedOut, problem} = store.state;
        if (me && !signedOut) return;
        wrong.textContent = problem ? problem.message
            : "The server does not take this token: it may be expired or mistyped.";
        field.select();
    }

    store.watch((state) => state.signedOut, (signedOut) => {
        document.querySelector("#app").hidden = signedOut;
        fill(root, signedOut && main);
        if (signedOut) field.focus();
        else field.value = "";
    });
    commands.add({
        id: "page.sign-out", title: "Sign out", group: "Page", when: (state) => state.me !== null,
        run: () => {
            keepToken(null);
            context.answers.forget();
            const {scheme} = store.state;
            store.change("signed out", {...initialState(), scheme, signedOut: true});
        },
    });
}
