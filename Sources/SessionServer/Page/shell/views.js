// Where the page is narrow: what lies over it as a sheet, and which of the views is seen.

import {el, fill} from "../dom/el.js";

const views = [
    ["timeline", "Timeline"], ["conversation", "Conversation"], ["side", "Files"],
];

/** Draws the choice of views, and keeps view and sheet on the root for the styles. */
export function mount(root, {store, commands}) {
    const app = document.querySelector("#app");
    const shade = el("div.shade", {
        onclick: () => store.change("sheet", {sheet: null}), "aria-hidden": "true",
    });
    app.append(shade);
    const buttons = views.map(([view, title]) => el("button.view", {
        type: "button", onclick: () => store.change("view", {view, sheet: null}),
    }, title));
    fill(root, buttons);
    store.watch((state) => state.view, (view) => {
        app.dataset.view = view;
        buttons.forEach((button, index) =>
            button.setAttribute("aria-current", views[index][0] === view ? "true" : "false"));
    });
    store.watch((state) => state.sheet, (sheet) => {
        app.dataset.sheet = sheet ?? "";
        shade.hidden = !sheet;
    });
    store.watch((state) => state.active, (active) => {
        app.classList.toggle("no-session", active === null);
    });
    commands.add(
        {id: "sheet.close", title: "Close what lies over the page", keys: ["Escape"], hidden: true,
            group: "Page", when: (state) => state.sheet !== null,
            run: () => store.change("sheet", {sheet: null})},
        {id: "side.toggle", title: "Files and more at this moment", keys: ["v"], group: "Page",
            run: () => store.change("sheet", (state) => ({
                sheet: state.sheet === "side" ? null : "side", view: "side",
            }))});
}
