// What a call of a tool is about, in a few words, and what it changes, as far as its arguments say.

const PATHS = ["file_path", "filePath", "path", "notebook_path", "target_file", "filename"];
const TELLING = [
    "description", "command", "cmd", "query", "pattern", "url", "prompt", "subject", "question",
    "text", "skill", "message",
];
const COMMANDS = ["command", "cmd", "script"];

function first(object, names) {
    for (const name of names) {
        const said = words(object[name]);
        if (said !== "") return said;
    }
    return "";
}

/** A text, or the words of a command; of those that a shell is given, what the shell runs. */
function words(value) {
    if (typeof value === "string") return value;
    if (!Array.isArray(value) || !value.every((word) => typeof word === "string")) return "";
    return /^-l?c$/.test(value[1] ?? "") ? value.slice(2).join(" ") : value.join(" ");
}

function edited(name, input) {
    const pair = (edit) => ({
        old: String(edit.old_string ?? edit.oldText ?? edit.old_str ?? ""),
        new: String(edit.new_string ?? edit.newText ?? edit.new_str ?? ""),
    });
    if (Array.isArray(input.edits)) return input.edits.map(pair);
    if (input.old_string !== undefined || input.old_str !== undefined) return [pair(input)];
    const content = input.content ?? input.file_text ?? input.new_source;
    if (/write|create|edit/i.test(name) && typeof content === "string") {
        return [{old: "", new: content}];
    }
    return [];
}

/** A path as it is shown: below the folder in which the tool ran, where it is. */
export function shortPath(path, folder) {
    if (folder && path.startsWith(folder.endsWith("/") ? folder : `${folder}/`)) {
        return path.slice(folder.length).replace(/^\//, "");
    }
    return path;
}

/**
 * @param {string} name of the tool
 * @param {any} input its arguments
 * @returns {{path: string, command: string, detail: string, edits: {old: string, new: string}[],
 *     isSubagent: boolean, todos: {text: string, state: string}[]}}
 */
export function describeCall(name, input) {
    const object = input && typeof input === "object" && !Array.isArray(input) ? input : {};
    const path = first(object, PATHS);
    const command = first(object, COMMANDS);
    const telling = command || first(object, TELLING);
    const detail = typeof input === "string" ? input : path || telling
        || (Object.keys(object).length > 0 ? JSON.stringify(object) : "");
    const todos = Array.isArray(object.todos) ? object.todos : [];
    return {
        path, command, detail: detail.split("\n", 1)[0].slice(0, 400),
        edits: edited(name, object),
        isSubagent: /^(?:task|agent|dispatch_agent|spawn_agent)$/i.test(name),
        todos: todos.map((todo) => ({
            text: String(todo?.content ?? todo?.text ?? ""), state: String(todo?.status ?? ""),
        })),
    };
}
