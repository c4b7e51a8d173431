// Where the page begins: one store, one way to the server, and every view mounted to its root.

import {createApi} from "../wire/api.js";
import {createRows} from "../wire/rows.js";
import {createAnswers} from "../writing/answers.js";
import {keepTimes} from "../dom/time.js";
import {toastError} from "../dom/toast.js";
import {createStore} from "./store.js";
import {initialState, viewMembers} from "./state.js";
import {createCommands} from "./commands.js";
import {listenToKeys} from "./keys.js";
import {keepToken, takeToken, token} from "./token.js";
import {keepSession} from "./session.js";
import {keepAddress} from "./address.js";
import {keepScheme} from "./scheme.js";
import {keepLine} from "./line.js";
import {keepPage} from "./offline.js";
import {begin, open} from "./begin.js";
import {addTravelCommands} from "./travel-commands.js";
import * as palette from "./palette.js";
import * as keyList from "./key-list.js";
import * as signIn from "../shell/sign-in.js";
import * as tabs from "../shell/tabs.js";
import * as header from "../shell/header.js";
import * as sidebar from "../shell/sidebar.js";
import * as status from "../shell/status.js";
import * as split from "../shell/split.js";
import * as views from "../shell/views.js";
import * as problem from "../shell/problem.js";
import * as timeline from "../timeline/timeline.js";
import * as conversation from "../conversation/conversation.js";
import * as side from "../side/side.js";
import * as find from "../find/find.js";
import * as live from "../live/live.js";
import * as writing from "../writing/writing.js";
import * as compare from "../compare/compare.js";
import * as merge from "../merge/merge.js";
import * as exporting from "../export/export.js";

const store = createStore(initialState(), {kept: viewMembers, within: "active"});
const commands = createCommands(store);
const answers = createAnswers({token});
const api = createApi({
    token,
    kept: answers,
    onLine: (online) => store.change("online", {online}),
    onRefused: () => {
        keepToken(null);
        store.change("refused", {signedOut: true});
    },
});
const signingIn = takeToken(async (code) =>
    (await api.send("POST", "sign-in", {code})).token);
const context = {store, api, answers, commands, rows: createRows(api)};

const mounted = [
    [signIn, "#sign-in"], [tabs, "#tabs"], [header, "#header"], [sidebar, "#sidebar"],
    [status, "#status"], [split, "#app"], [views, "#views"], [timeline, "#timeline"],
    [conversation, "#conversation"], [side, "#side"], [find, "#find"], [live, "#live"],
    [writing, "#writing"], [compare, "#overlay"], [merge, "#overlay"], [exporting, "#overlay"],
    [problem, "#main"], [palette, "body"], [keyList, "body"],
];

keepScheme(context);
addTravelCommands(context);
for (const [view, root] of mounted) view.mount(document.querySelector(root), context);
listenToKeys(context);
keepSession(context);
keepAddress({store, go: (address) => open(context, address).catch(toastError)});
keepLine(context);
keepTimes();
keepPage();
signingIn.then(() => begin(context));
