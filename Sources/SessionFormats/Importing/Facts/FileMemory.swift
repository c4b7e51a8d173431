import SessionStore

/// What a call of a tool has to do with files, as its name and its arguments tell.
struct FileCall {
    var lane: Int
    var revision: Revision
    var name: String
    var use: Use

    enum Use {
        /// The whole content, and where it stands in the event that calls; nil: it does not.
        case write(path: String, content: [UInt8], place: String?)
        case edit(path: String, edits: [TextEdit])
        case read(path: String, isWhole: Bool)
        /// It changes a file, and does not tell how.
        case change(path: String)
        /// It changes no file.
        case harmless
        /// It may change any file.
        case other
    }

    private static let writing: Set<String> = [
        "write", "write_file", "Write", "create", "create_file", "Create", "WriteFile",
        "write_to_file",
    ]
    private static let editing: Set<String> = [
        "edit", "Edit", "replace", "str_replace", "edit_file", "MultiEdit", "multi_edit",
        "StrReplaceFile", "search_replace",
    ]
    private static let changing: Set<String> = ["NotebookEdit", "patch", "str_replace_editor"]
    private static let reading: Set<String> = [
        "read", "read_file", "Read", "view", "view_file", "ReadFile", "View",
    ]
    private static let harmless: Set<String> = [
        "grep", "Grep", "glob", "Glob", "ls", "LS", "find", "list_dir", "list_directory",
        "search_file_content", "grep_search", "file_search", "read_many_files", "web_search",
        "web_fetch", "google_web_search", "WebSearch", "WebFetch", "FetchURL", "TodoWrite",
        "TodoList", "todo_write", "SetTodoList", "Think", "think", "update_topic", "save_memory",
    ]
    private static let paths = [
        "path", "file_path", "filePath", "absolute_path", "TargetFile", "target_file", "file",
        "notebook_path",
    ]

    /// - Parameter place: where a value of the call stands in its event; nil: it does not.
    static func use(_ name: String, _ arguments: JSON, place: (JSON) -> String?) -> Use {
        if harmless.contains(name) { return .harmless }
        let path = ContentBlocks.first(paths, of: arguments)?.string.map(unquoted)
        if reading.contains(name), let path {
            let limits = ["offset", "limit", "start_line", "end_line", "view_range", "line_offset"]
            return .read(path: path, isWhole: !limits.contains { arguments[$0] != nil })
        }
        guard let path, !path.isEmpty else { return .other }
        if writing.contains(name) {
            let told = ContentBlocks.first(
                ["content", "contents", "file_text", "CodeContent"], of: arguments)
            guard let told, let content = told.utf8 else { return .change(path: path) }
            return .write(path: path, content: content, place: place(told))
        }
        if editing.contains(name) {
            let edits = edits(arguments)
            return edits.isEmpty ? .change(path: path) : .edit(path: path, edits: edits)
        }
        return changing.contains(name) ? .change(path: path) : .other
    }

    /// Some write strings in their arguments as JSON in a string.
    private static func unquoted(_ path: String) -> String {
        guard path.count > 2, path.hasPrefix("\""), path.hasSuffix("\"") else { return path }
        return JSON(unchecked: Array(path.utf8)).string ?? path
    }

    private static func edits(_ arguments: JSON) -> [TextEdit] {
        let list = (arguments["edits"]?.elements ?? []).filter { $0.kind == .object }
        return (list.isEmpty ? [arguments] : list).compactMap { edit in
            let old = ContentBlocks.first(
                ["oldText", "old_string", "oldString", "old_str"], of: edit)
            let new = ContentBlocks.first(
                ["newText", "new_string", "newString", "new_str"], of: edit)
            guard let old = old?.utf8, let new = new?.utf8 else { return nil }
            let all = ContentBlocks.first(["replace_all", "replaceAll"], of: edit)?.bool ?? false
            return TextEdit(old: old, new: new, all: all)
        }
    }
}

/// A file that a record changed.
struct FileEffect {
    var path: String
    var change: FileChanged
    /// The content where no place in the cause holds it.
    var content: [UInt8]?
    var tool: String
    var cause: Revision?
}

/// What files hold, as far as the transcript tells without a doubt: from where a tool wrote or read
/// one as a whole, until a tool runs that may change any.
struct FileMemory {
    private var contents: [String: [UInt8]] = [:]
    private var size = 0

    /// Bytes that are kept at most.
    private static let limit = 16 << 20

    mutating func forget() { (contents, size) = ([:], 0) }

    mutating func forget(_ path: String) {
        size -= contents.removeValue(forKey: path)?.count ?? 0
    }

    mutating func keep(_ content: [UInt8], of path: String) {
        forget(path)
        if size + content.count > Self.limit { forget() }
        guard content.count <= Self.limit else { return }
        contents[path] = content
        size += content.count
    }

    /// The content after an edit; nil where that before it is not known, or does not hold the old
    /// text just once.
    func content(of path: String, after edits: [TextEdit]) -> [UInt8]? {
        guard var text = contents[path] else { return nil }
        for edit in edits {
            guard edit.all || edit.old.isEmpty || text.count(of: edit.old) == 1,
                let next = TextEdit.apply([edit], to: text)
            else { return nil }
            text = next
        }
        return text
    }
}

extension [UInt8] {
    /// How often a text occurs, counted no further than two.
    fileprivate func count(of text: [UInt8]) -> Int {
        guard let first = text.first, text.count <= count else { return 0 }
        var found = 0
        for index in 0...count - text.count
        where self[index] == first && self[index..<index + text.count].elementsEqual(text) {
            found += 1
            if found == 2 { break }
        }
        return found
    }
}
