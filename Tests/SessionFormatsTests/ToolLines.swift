import SessionStore

/// The records of a conversation in which tools read and change files, in the shape of the real
/// ones.
struct ToolLines {
    private(set) var lines: [String] = []
    static let folder = "/home/ana/app/"

    private mutating func add(_ role: String, _ content: JSON, _ result: JSON? = nil) {
        let number = lines.count + 1
        let message = JSON.object([
            ("id", role == "assistant" ? .string("m\(number)") : nil),
            ("model", role == "assistant" ? "claude-x" : nil), ("role", .string(role)),
            ("content", content),
        ])
        lines.append(
            JSON.object([
                ("parentUuid", number == 1 ? .null : .string("u\(number - 1)")),
                ("isSidechain", false), ("cwd", "/home/ana/app"), ("sessionId", "s"),
                ("type", .string(role)), ("message", message), ("uuid", .string("u\(number)")),
                ("timestamp", .string("2026-05-03T10:00:\(number + 10).000Z")),
                ("toolUseResult", result),
            ]).description)
    }

    mutating func prompt(_ text: String) { add("user", .string(text)) }

    private mutating func call(_ tool: String, _ path: String, _ result: JSON) {
        let id = JSON.string("t\(lines.count)")
        let input: JSON = ["file_path": .string(path)]
        add(
            "assistant", [["type": "tool_use", "id": id, "name": .string(tool), "input": input]])
        add("user", [["type": "tool_result", "tool_use_id": id, "content": "ok"]], result)
    }

    /// - Parameters:
    ///   - first: the first line that was read, from 1.
    ///   - total: the file's lines; nil: those that were read.
    mutating func read(_ name: String, _ content: String, from first: Int = 1, of total: Int? = nil)
    {
        let (path, count) = (
            Self.folder + name,
            content.split(separator: "\n", omittingEmptySubsequences: false).count
        )
        call(
            "Read", path,
            [
                "type": "text",
                "file": [
                    "filePath": .string(path), "content": .string(content),
                    "numLines": .number(count), "startLine": .number(first),
                    "totalLines": .number(total ?? count),
                ],
            ])
    }

    /// - Parameter original: what the result says that the file held before; nil: nothing.
    mutating func edit(_ name: String, _ old: String, _ new: String, original: String?) {
        let path = Self.folder + name
        call(
            "Edit", path,
            .object([
                ("filePath", .string(path)), ("oldString", .string(old)),
                ("newString", .string(new)), ("originalFile", original.map { .string($0) }),
                ("replaceAll", false),
            ]))
    }

    mutating func write(_ name: String, _ content: String, type: String, original: JSON? = nil) {
        let path = Self.folder + name
        call(
            "Write", path,
            .object([
                ("type", .string(type)), ("filePath", .string(path)),
                ("content", .string(content)), ("originalFile", original),
            ]))
    }
}
