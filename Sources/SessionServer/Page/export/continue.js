// "Continue from here": the exact command that resumes the moment in a tool.

import {el, fill} from "../dom/el.js";
import {toastError} from "../dom/toast.js";
import {tabOf} from "../app/tabs.js";
import {momentText} from "../app/address.js";
import {copyButton} from "../text/long-text.js";
import {download, fileName} from "../side/download.js";
import {exportCommand, resumeCommand, tools} from "./command-line.js";

/** A command that breaks between its words alone. */
function words(command) {
    return command.split(" ").flatMap((word) => [el("span.command-word", {}, word), " "]);
}

function commandLine(command) {
    return el("div.command-line", {},
        el("pre", {tabIndex: 0, "aria-label": "Command"}, words(command)),
        copyButton(() => command, "Copy the command"));
}

async function folderOf(api, path, moment) {
    const {events} = await api.get(`${path}/subjects/setting.changed`, {at: moment});
    const cwd = events.find((event) => event.subject === "cwd")?.data.value;
    return typeof cwd === "string" ? cwd : null;
}

/** Draws the sheet. */
export function drawContinue(body, context) {
    const {store, api} = context;
    const {moment, session} = store.state;
    const tab = tabOf(store.state);
    const path = `sessions/${tab.session}`;
    const at = momentText(moment);
    const title = tab.title ?? "session";
    const file = session?.path ?? fileName(title, "session");
    const state = {tool: "claude-code", cwd: null};
    const choices = el("div.choices", {role: "group", "aria-label": "Tool"});
    const lines = el("div.continue-lines");

    const save = el("button.button", {
        type: "button",
        onclick: async () => {
            try {
                download(file, await api.bytes(`${path}/export`, {format: "session"}));
            } catch (error) {
                toastError(error, "The session was not saved");
            }
        },
    }, `Save ${file}`);

    function draw() {
        fill(choices, tools.map(({id, title: name}) => el("button", {
            type: "button", "aria-pressed": String(id === state.tool),
            onclick: () => {
                state.tool = id;
                draw();
            },
        }, name)));
        fill(lines,
            !session?.path && el("p", {}, "First take the session along: ", save),
            el("h3.state-head", {}, "Resume it"),
            el("p.soft", {}, `Writes ${at} where the tool looks, under a new id, and tells the `
                + "tool's own command; with --run it starts the tool."),
            commandLine(resumeCommand(file, at, state.tool)),
            el("h3.state-head", {}, "Or write the transcript only"),
            commandLine(exportCommand(file, at, state.tool, state.cwd)));
    }

    body.append(el("p", {}, `Goes on from ${at} as if nothing had come after it. The session `
        + "itself stays as it is."), choices, lines);
    draw();
    folderOf(api, path, at).then((cwd) => {
        state.cwd = cwd;
        draw();
    }).catch((error) => toastError(error));
}
