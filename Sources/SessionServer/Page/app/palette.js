// The palette: type what is to be done or which session is to be seen, and press Enter.

import {el, fill} from "../dom/el.js";
import {openDialog} from "../dom/dialog.js";
import {timeEl} from "../dom/time.js";
import {plainText} from "../text/draw.js";
import {keycaps} from "./chords.js";
import {isMac} from "./keys.js";
import {createFound} from "./palette-found.js";

/** Adds the commands that open the palette. */
export function mount(root, context) {
    const open = (only) => {
        if (!document.querySelector("dialog.palette")) new Palette(context, only);
    };
    context.commands.add(
        {id: "palette.open", title: "Find or do anything", keys: ["Mod+k"], group: "Page",
            inText: true, hidden: true, run: () => open()},
        {id: "tab.new", title: "New tab: open or begin a session", keys: ["Mod+t", "Alt+t"],
            group: "Tabs", inText: true, run: () => open("sessions")});
}

/** It is over everything until something is picked; with `only`, over sessions alone. */
class Palette {
    items = [];
    chosen = 0;

    constructor(context, only) {
        const title = only ? "Open a session" : "Find or do anything";
        this.found = createFound(context, only);
        this.input = el("input.palette-input", {
            type: "text", role: "combobox", spellcheck: false, autocomplete: "off",
            placeholder: only ? "A session's title, or what was said in it" : title,
            "aria-label": title, "aria-expanded": "true", "aria-controls": "palette-list",
            "aria-autocomplete": "list", oninput: () => this.typed(),
            onkeydown: (event) => this.press(event),
        });
        this.list = el("div.palette-list", {
            id: "palette-list", role: "listbox", "aria-label": "What fits",
        });
        this.dialog = openDialog({
            title, bare: true, class: "palette", body: [this.input, this.list],
        });
        this.typed();
        this.input.focus();
    }

    typed() {
        this.chosen = 0;
        this.found.ask(this.input.value.trim(), () => this.draw());
        this.draw();
    }

    press(event) {
        const moves = {ArrowDown: this.chosen + 1, ArrowUp: this.chosen - 1};
        if (event.key in moves) this.choose(moves[event.key]);
        else if (event.key === "Enter" && this.items[this.chosen]) {
            this.pick(this.items[this.chosen]);
        } else return;
        event.preventDefault();
    }

    draw() {
        this.items = this.found.items(this.input.value.trim());
        this.chosen = Math.min(this.chosen, Math.max(this.items.length - 1, 0));
        let group = null;
        const nodes = this.items.flatMap((item, index) => {
            const isFirst = item.group !== group;
            group = item.group;
            const heading = el("div.palette-group", {role: "presentation"}, group);
            return isFirst ? [heading, this.option(item, index)] : [this.option(item, index)];
        });
        fill(this.list, nodes.length ? nodes : el("div.palette-none", {}, "Nothing fits."));
        this.mark();
    }

    option(item, index) {
        return el("div.palette-item", {
            role: "option", id: `palette-${index}`, "data-index": index,
            onclick: () => this.pick(item),
            onpointermove: () => {
                if (this.chosen !== index) this.choose(index);
            },
        }, item.icon && el("span.badge", {}, item.icon),
        el("span.palette-title.cut", {}, plainText(item.title)),
        item.detail && el("span.palette-detail.cut", {}, plainText(item.detail)),
        item.time && el("span.faint", {}, timeEl(item.time)),
        item.keys && el("span.keycaps", {},
            keycaps(item.keys, isMac).map((cap) => el("kbd", {}, cap))));
    }

    choose(index) {
        this.chosen = (index + this.items.length) % Math.max(this.items.length, 1);
        this.mark();
    }

    mark() {
        for (const node of this.list.querySelectorAll("[role=option]")) {
            const isChosen = Number(node.dataset.index) === this.chosen;
            node.setAttribute("aria-selected", isChosen);
            if (isChosen) node.scrollIntoView({block: "nearest"});
        }
        if (this.items.length) {
            this.input.setAttribute("aria-activedescendant", `palette-${this.chosen}`);
        } else this.input.removeAttribute("aria-activedescendant");
    }

    pick(item) {
        this.dialog.close();
        item.run();
    }
}
