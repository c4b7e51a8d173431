internal import JSONText
import SessionStore
internal import Texts

/// A call of a tool that waits for its output.
struct CodexCall {
    var lane: Int
    var revision: Revision
    var name: String
    /// The patch in its arguments, and the folder that it is for.
    var patch: [UInt8]?
    var folder: String?
}

/// Patches become states of files when the tool says that they went through.
extension CodexMapper {
    private static let begin = BytePattern(Array("*** Begin Patch".utf8))
    private static let success = BytePattern(
        Array("Success. Updated the following files:".utf8))
    private static let callKeys = JSONKeys([
        "arguments", "input", "action", "command", "cmd", "workdir", "working_directory",
    ])

    /// The patch that a call holds, whatever tool takes it.
    static func patch(in record: CodexEntry) -> (text: [UInt8], folder: String?)? {
        let payload = record.fields.payload
        guard begin.isFound(in: record.source.bytes) else { return nil }
        let found = payload.pick(callKeys)
        if let input = found[1], input.kind == .string { return input.utf8.map { ($0, nil) } }
        let arguments = found[0]?.utf8.flatMap { try? JSON(validating: $0) } ?? found[2]
        guard let members = arguments?.pick(callKeys) else { return nil }
        let texts =
            (members[3]?.elements ?? []) + [members[3], members[4], members[1]].compactMap(\.self)
        let text = texts.lazy.compactMap(\.utf8).first { begin.isFound(in: $0) }
        let folder = (members[5] ?? members[6])?.string
        return text.map { ($0, self.folder(before: $0) ?? folder) }
    }

    /// The folder that a command goes to before it patches: `cd sub && apply_patch …`.
    private static func folder(before text: [UInt8]) -> String? {
        let words = String(decoding: text.prefix(400), as: UTF8.self)
        guard words.hasPrefix("cd "), let end = words.firstRange(of: " && apply_patch") else {
            return nil
        }
        let name = words[words.index(words.startIndex, offsetBy: 3)..<end.lowerBound]
        return name.contains { " \"'$`;&|".contains($0) } ? nil : String(name)
    }

    /// The changes of files that a record tells.
    mutating func fileChanges(of record: CodexEntry, on lane: Int) -> [CodexFileChange] {
        let fields = record.fields
        if fields.type == "event_msg" { return notedChanges(fields, on: lane) }
        guard let key = fields.call.map({ RecordKey($0) }), let call = calls[key] else { return [] }
        guard let text = call.patch, let answer = Self.answer(in: fields.payload["output"]),
            Self.success.isFound(in: answer), let patch = CodexPatch(text)?.listed(in: answer)
        else { return [] }
        return files.apply(patch, in: folder(call.folder, on: lane), on: lane)
    }

    /// What the tool put out; older versions wrapped it into a text of JSON.
    private static func answer(in output: JSON?) -> [UInt8]? {
        guard let output else { return nil }
        if output.kind == .array { return output.elements.first?["text"]?.utf8 }
        guard let text = output.utf8 else { return output["content"]?.utf8 }
        guard text.starts(with: Array("{\"output\":".utf8)) else { return text }
        return (try? JSON(validating: text))?["output"]?.utf8 ?? text
    }

    private mutating func notedChanges(
        _ fields: CodexFields, on lane: Int
    ) -> [CodexFileChange] {
        let isItem = fields.form == "item_completed"
        guard isItem || fields.form == "patch_apply_end" else { return [] }
        let noted = isItem ? fields.payload["item"] : fields.payload
        guard let noted, !isItem || noted["type"]?.string == "FileChange",
            let changes = noted["changes"], changes.kind == .object
        else { return [] }
        let id = noted[isItem ? "id" : "call_id"].map { RecordKey($0) }
        // Both may be told of one call, and its output comes behind them.
        if let id, calls[id] != nil {
            guard calls[id]?.patch != nil else { return [] }
            calls[id]?.patch = nil
        }
        let status = noted["status"]?.string
        guard status == nil || status == "completed", noted["success"]?.bool != false else {
            return []
        }
        return files.apply(
            changes, at: isItem ? "/payload/item/changes" : "/payload/changes",
            in: folder(nil, on: lane), on: lane)
    }

    /// The folder that relative paths are in.
    private func folder(_ own: String?, on lane: Int) -> String? {
        let here = lanes.value(of: "cwd", on: lane)?.string
        return own.map { CodexFiles.path($0, in: here) } ?? here
    }

    func write(
        _ changes: [CodexFileChange], by tool: String, on lane: Int, at revision: Revision,
        _ lanes: inout Lanes, _ writer: some TranscriptWriter
    ) throws {
        for file in changes {
            let draft = EventDraft(
                kind: .fileChanged, subject: file.path, actor: .tool(tool),
                occurredAt: lanes.clock, cause: .revision(revision), body: file.change.json,
                content: file.content)
            try lanes.writeFile(draft, to: lane, writer)
        }
    }
}
