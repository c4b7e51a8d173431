// What the highlighter knows of each language: its comments, strings and words.

const words = (text) => new Set(text.trim().split(/\s+/));

const C_STRINGS = ["\"", "'"];
const C_LIKE = {line: ["//"], block: [["/*", "*/"]], strings: C_STRINGS};

const C_WORDS = "auto break case const continue default do else enum extern for goto if inline int"
    + " long register return short signed sizeof static struct switch typedef union unsigned void"
    + " volatile while char double float bool";
const SCRIPT_WORDS = "async await break case catch class const continue debugger default delete do"
    + " else export extends finally for from function get if import in instanceof let new of return"
    + " set static super switch this throw try typeof var void while with yield";

const c = {...C_LIKE, keywords: words(C_WORDS), constants: words("NULL true false")};
const cpp = {
    ...C_LIKE,
    keywords: words(C_WORDS + " class namespace template typename public private protected virtual"
        + " override final new delete using try catch throw constexpr noexcept operator this"),
    constants: words("nullptr true false NULL"),
};
const java = {
    ...C_LIKE,
    keywords: words("abstract break case catch class const continue data default do else enum"
        + " extends final finally for fun if implements import in interface is new object override"
        + " package private protected public record return sealed static super switch"
        + " synchronized this throw throws try val var void volatile when while int long double"
        + " float boolean char byte short using namespace string internal async await"),
    constants: words("true false null"),
};
const javascript = {
    ...C_LIKE, strings: ["\"", "'", "`"], keywords: words(SCRIPT_WORDS),
    constants: words("true false null undefined NaN Infinity"),
};
const typescript = {
    ...javascript,
    keywords: words(SCRIPT_WORDS + " abstract as declare enum implements interface is keyof"
        + " namespace private protected public readonly satisfies type unknown never any string"
        + " number boolean"),
};
const python = {
    line: ["#"], block: [], strings: ["\"\"\"", "'''", "\"", "'"],
    keywords: words("and as assert async await break case class continue def del elif else except"
        + " finally for from global if import in is lambda match nonlocal not or pass raise return"
        + " try while with yield"),
    constants: words("True False None self cls"),
};
const swift = {
    ...C_LIKE, strings: ["\"\"\"", "\""],
    keywords: words("actor any as associatedtype async await break case catch class continue"
        + " default defer deinit do else enum extension fallthrough fileprivate final for func"
        + " guard if import in indirect init inout internal is lazy let mutating nonisolated open"
        + " operator override package private protocol public repeat required rethrows return"
        + " sending some static struct subscript super switch throw throws try typealias unowned"
        + " var weak where while"),
    constants: words("true false nil self Self"),
};
const rust = {
    ...C_LIKE, strings: ["\""],
    keywords: words("as async await break const continue crate dyn else enum extern fn for if impl"
        + " in let loop match mod move mut pub ref return static struct super trait type unsafe use"
        + " where while"),
    constants: words("true false self Self None Some Ok Err"),
};
const go = {
    ...C_LIKE, strings: ["\"", "`", "'"],
    keywords: words("break case chan const continue default defer else fallthrough for func go goto"
        + " if import interface map package range return select struct switch type var"),
    constants: words("true false nil iota"),
};
const ruby = {
    line: ["#"], block: [["=begin", "=end"]], strings: C_STRINGS,
    keywords: words("alias and begin break case class def do else elsif end ensure for if in module"
        + " next not or redo rescue retry return super then undef unless until when while yield"
        + " require attr_reader attr_accessor"),
    constants: words("true false nil self"),
};
const php = {
    line: ["//", "#"], block: [["/*", "*/"]], strings: C_STRINGS,
    keywords: words(SCRIPT_WORDS + " abstract echo elseif foreach fn global implements interface"
        + " namespace private protected public require trait use"),
    constants: words("true false null TRUE FALSE NULL"),
};
const shell = {
    line: ["#"], block: [], strings: C_STRINGS,
    keywords: words("case do done elif else esac export fi for function if in local return set then"
        + " unset until while"),
    constants: words("true false"),
};
const sql = {
    line: ["--"], block: [["/*", "*/"]], strings: ["'", "\""], anyCase: true,
    keywords: words("add all alter and as asc begin between by case check column commit constraint"
        + " create cross default delete desc distinct drop else end exists foreign from full group"
        + " having in index inner insert into is join key left like limit not on or order outer"
        + " primary references right rollback select set table then trigger union unique update"
        + " using values view when where with integer text real blob"),
    constants: words("null true false"),
};
const json = {
    line: ["//"], block: [["/*", "*/"]], strings: ["\""], keywords: new Set(),
    constants: words("true false null"), keys: /"(?:[^"\\\n]|\\.)*"(?=\s*:)/y,
};
const yaml = {
    line: ["#"], block: [], strings: C_STRINGS, keywords: new Set(),
    constants: words("true false null yes no"), keys: /[A-Za-z_][\w.-]*(?=\s*[:=](?:\s|$))/y,
};
const css = {
    line: [], block: [["/*", "*/"]], strings: C_STRINGS, keywords: words("important media import"),
    constants: new Set(), keys: /[a-z-]+(?=\s*:)/y,
};
const markup = {
    line: [], block: [["<!--", "-->"]], strings: C_STRINGS, keywords: new Set(),
    constants: new Set(), keys: /<\/?[A-Za-z][\w:.-]*|\/?>/y,
};

const NAMES = {
    c, h: c, cpp, cc: cpp, hpp: cpp, "c++": cpp, cxx: cpp, objc: cpp, m: cpp,
    java, kt: java, kotlin: java, cs: java, csharp: java, scala: java, dart: java,
    js: javascript, javascript, mjs: javascript, cjs: javascript, jsx: javascript,
    ts: typescript, typescript, tsx: typescript, py: python, python, python3: python,
    swift, rs: rust, rust, go, golang: go, rb: ruby, ruby, php, sh: shell, bash: shell, zsh: shell,
    shell, console: shell, fish: shell, dockerfile: shell, makefile: shell, mk: shell, sql,
    json, jsonc: json, jsonl: json, json5: json, yaml, yml: yaml, toml: yaml, ini: yaml,
    properties: yaml, conf: yaml, css, scss: css, less: css, html: markup, htm: markup,
    xml: markup, svg: markup, vue: markup, plist: markup,
};

/** What is known of a language, by its name or a file's ending; null where nothing is. */
export function languageNamed(name) {
    const key = String(name ?? "").toLowerCase();
    return Object.hasOwn(NAMES, key) ? NAMES[key] : null;
}

/** The language of a file, by its name. */
export function languageOf(path) {
    const name = path.slice(path.lastIndexOf("/") + 1).toLowerCase();
    if (/^(?:dockerfile|makefile)$/.test(name)) return languageNamed(name);
    const dot = name.lastIndexOf(".");
    return dot < 0 ? null : languageNamed(name.slice(dot + 1));
}
