// What can be done with tabs, with the keys for it; the browser keeps some for itself, Alt is left.

import {closeTab, moveTab, neighbour, openTab, restoreTab, showTab, tabOf} from "../app/tabs.js";
import {openDialog} from "../dom/dialog.js";
import {toReading} from "./opening.js";

const group = "Tabs";

/** Adds the commands; `edit(key)` has a tab's title changed in place. */
export function addTabCommands(context, {edit}) {
    const {store, commands} = context;
    const hasTab = (state) => state.active !== null;
    const hasMore = (state) => state.tabs.length > 1;
    const show = (key) => {
        store.change("tab", (state) => showTab(state, key));
        toReading();
    };
    const move = (by) => store.change("tab moved", (state) => moveTab(state, state.active,
        state.tabs.findIndex((tab) => tab.key === state.active) + by));

    commands.add(
        {id: "tab.close", title: "Close the tab", keys: ["Mod+w", "Alt+w"], group, inText: true,
            when: hasTab, run: () => closeAsking(context, store.state.active)},
        {id: "tab.restore", title: "Open the tab that was closed last",
            keys: ["Alt+Shift+t", "Mod+Shift+t"], group,
            inText: true, when: (state) => state.closedTabs.length > 0,
            run: () => store.change("tab restored", restoreTab)},
        {id: "tab.next", title: "Next tab", keys: ["Mod+Shift+]", "Alt+Shift+]"], group,
            inText: true, when: hasMore, run: () => show(neighbour(store.state, 1))},
        {id: "tab.before", title: "Previous tab", keys: ["Mod+Shift+[", "Alt+Shift+["], group,
            inText: true, when: hasMore, run: () => show(neighbour(store.state, -1))},
        {id: "tab.right", title: "Move the tab to the right", keys: ["Alt+Shift+ArrowRight"], group,
            when: hasMore, run: () => move(1)},
        {id: "tab.left", title: "Move the tab to the left", keys: ["Alt+Shift+ArrowLeft"], group,
            when: hasMore, run: () => move(-1)},
        {id: "tab.rename", title: "Rename the session", keys: ["F2"], group, when: hasTab,
            run: (key) => edit(typeof key === "string" ? key : store.state.active)},
        {id: "tab.duplicate", title: "Open the session in one more tab", group, when: hasTab,
            run: () => duplicateTab(store, store.state.active)});
    for (let number = 1; number <= 9; number++) {
        commands.add({
            id: `tab.${number}`, title: number === 9 ? "The last tab" : `Tab ${number}`,
            keys: [`Mod+${number}`, `Alt+${number}`], group, inText: true, hidden: true,
            when: (state) => number === 9 ? hasTab(state) : state.tabs.length >= number,
            run: () => show(store.state.tabs.at(number === 9 ? -1 : number - 1).key),
        });
    }
}

/** Opens the session of a tab once more, at the same moment. */
export function duplicateTab(store, key) {
    store.change("tab duplicated", (state) => {
        const shown = {...state, ...showTab(state, key)};
        const tab = tabOf(shown);
        const place = key === state.active
            ? {moment: state.moment, pane: state.pane, path: state.path} : tab.place;
        const opened = openTab(shown, tab, crypto.randomUUID(), {isOther: true, place});
        const made = opened.tabs.find((one) => one.key === opened.active);
        return {
            ...opened,
            tabs: opened.tabs.map((one) => one === made ? {...one, icon: tab.icon} : one),
        };
    });
    toReading();
}

/** Closes a tab; asks first where something in it is not saved. */
export async function closeAsking({store, commands}, key) {
    const {tabs, unsaved} = store.state;
    const tab = tabs.find((one) => one.key === key);
    if (!tab) return;
    const isLast = tabs.filter((one) => one.session === tab.session).length === 1;
    if (unsaved[tab.session] && isLast) {
        const answer = await openDialog({
            title: `“${tab.title}” has changes that are not saved`,
            body: "They are kept in this browser and sent when the server takes them.",
            actions: [
                {title: "Cancel", value: null}, {title: "Close", value: "close", kind: "danger"},
                {title: "Save and close", value: "save", kind: "main"},
            ],
        }).closed;
        if (!answer) return;
        if (answer === "save") commands.run("write.save");
    }
    store.change("tab closed", (state) => closeTab(state, key));
}
