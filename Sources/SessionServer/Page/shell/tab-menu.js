// What the menu of a tab offers.

import {closeTab} from "../app/tabs.js";
import {toast} from "../dom/toast.js";
import {closeAsking, duplicateTab} from "./tab-commands.js";
import {changePin} from "../writing/titles.js";
import {archive, duplicate, remove} from "./changing.js";

/** The items of a tab's menu. */
export function tabMenu(context, key) {
    const {store, commands} = context;
    const {tabs, closedTabs, sessions} = store.state;
    const tab = tabs.find((one) => one.key === key);
    const others = tabs.filter((one) => one.key !== key);
    const isPinned = sessions.find((one) => one.session === tab.session)?.pinned ?? false;
    return [
        {title: "Rename", keys: "F2", run: () => commands.get("tab.rename").run(key)},
        {title: "Open in one more tab", run: () => duplicateTab(store, key)},
        {title: "Copy the link", run: () => copyLink(tab)},
        "-",
        {title: isPinned ? "Unpin the session" : "Pin the session",
            run: () => changePin(context, tab.session, !isPinned)},
        {title: "Duplicate the session", run: () => duplicate(context, tab)},
        {title: "Archive the session", run: () => archive(context, tab, true)},
        {title: "Delete the session…", danger: true, run: () => remove(context, tab)},
        "-",
        {title: "Close", keys: "Alt W", run: () => closeAsking(context, key)},
        {title: "Close the others", disabled: others.length === 0,
            run: () => closeAll(store, others)},
        {title: "Open what was closed last", disabled: closedTabs.length === 0,
            run: () => commands.run("tab.restore")},
    ];
}

function closeAll(store, tabs) {
    for (const tab of tabs) {
        if (store.state.unsaved[tab.session]) continue;
        store.change("tab closed", (state) => closeTab(state, tab.key));
    }
}

function copyLink({session}) {
    navigator.clipboard?.writeText(`${location.origin}/#/${session}/main`);
    toast("The link is copied.", {time: 2000});
}
