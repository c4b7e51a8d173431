// The commands that go on with a moment in a tool, or take it out, as a shell reads them. Pure.

/** A word as a shell takes it for one. */
export function quoted(word) {
    return /^[\w@%+=:,./~-]+$/.test(word) && !word.startsWith("-") ? word
        : `'${word.replaceAll("'", "'\\''")}'`;
}

export const tools = [
    {id: "claude-code", title: "Claude Code", folder: "~/.claude/projects"},
    {id: "codex", title: "Codex", folder: "~/.codex/sessions"},
];

/** The command that resumes a moment in a tool. */
export function resumeCommand(file, moment, tool) {
    return `session resume ${quoted(file)} ${quoted(moment)} --with ${tool}`;
}

/** The folder in which a tool looks for the transcripts of a folder of work. */
export function transcriptFolder(tool, cwd) {
    const {folder} = tools.find((one) => one.id === tool);
    const name = tool === "claude-code" && cwd ? cwd.replace(/[^A-Za-z0-9]/g, "-") : "";
    return name ? `${folder}/${name}/` : `${folder}/`;
}

/** The command that writes the transcript where the tool finds it. */
export function exportCommand(file, moment, tool, cwd) {
    const place = transcriptFolder(tool, cwd);
    return `session export ${quoted(file)} ${quoted(moment)} --format ${tool} -o ${place}`;
}

/** The formats that a server writes, by its description; `.session` first. */
export function formatsOf(description) {
    const block = /\n {4}FormatOut:\n([\s\S]*?)\n {4}\w/.exec(description)?.[1] ?? "";
    const list = /enum:\s*\[([^\]]*)\]/.exec(block)?.[1] ?? "session";
    return list.split(",").map((name) => name.trim()).filter(Boolean);
}

/** Whether the server exports a part of a line. */
export function takesRange(description) {
    const start = description.indexOf("\n  /api/sessions/{session}/export:\n");
    const block = start < 0 ? null : /\n.*\n([\s\S]*?)\n {2}\//.exec(description.slice(start));
    return /parameters\/From\w*"|name: from/.test(block?.[1] ?? "");
}

const known = {
    session: [".session", "session",
        "Everything, as one file that the command and other servers read"],
    html: ["HTML", "html", "One page that opens without a server, to read and to pass on"],
    markdown: ["Markdown", "md", "The conversation as text"],
    "claude-code": ["Claude Code", "jsonl", "A transcript that Claude Code resumes"],
    codex: ["Codex", "jsonl", "A transcript that Codex resumes"],
    openai: ["OpenAI chat", "json", "Messages as OpenAI's interface takes them"],
    cloudevents: ["CloudEvents", "jsonl", "Each event with all its data, one a line"],
};
/** Transcripts of tools: an export gives back what came from such a one. */
const others = {
    pi: ["Pi", "jsonl"], gemini: ["Gemini CLI", "jsonl"], qwen: ["Qwen Code", "jsonl"],
    copilot: ["GitHub Copilot CLI", "jsonl"], cursor: ["Cursor CLI", "jsonl"],
    droid: ["Factory Droid", "jsonl"], kimi: ["Kimi CLI", "jsonl"], grok: ["Grok CLI", "jsonl"],
    antigravity: ["Antigravity CLI", "jsonl"], chatgpt: ["ChatGPT", "json"],
    librechat: ["LibreChat", "json"], hermes: ["Hermes", "json"],
    openassistant: ["OpenAssistant", "json"], opencode: ["opencode", "json"],
    "mini-swe-agent": ["mini-swe-agent", "json"], "swe-agent": ["SWE-agent", "traj"],
};

/**
 * What a format is called, the ending of its files, and what it is for. `isOther`: only what came
 * from such a transcript can be had in it.
 */
export function formatWords(id) {
    const [title, ending, about = null] = known[id] ?? others[id] ?? [id, "txt"];
    return {id, title, ending, about, isOther: !(id in known)};
}
