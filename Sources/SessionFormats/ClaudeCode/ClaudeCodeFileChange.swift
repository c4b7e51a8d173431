internal import JSONText
import SessionStore

/// The new state of a file, as the result of a tool that writes files tells it.
struct ClaudeCodeFileChange {
    var path: String
    var change: FileChanged
    /// The content where no place in the record holds it.
    var content: [UInt8]?

    private static let tools: Set<String> = ["Write", "Edit", "MultiEdit", "NotebookEdit"]
    private static let keys = JSONKeys([
        "filePath", "notebook_path", "content", "oldString", "newString", "originalFile",
        "originalFileContents", "structuredPatch", "replaceAll", "edits", "updated_file", "type",
    ])
    private static let result = "/toolUseResult"

    /// The file that a call is going to change; nil for a tool that writes none.
    static func path(of tool: String, input: JSON?) -> String? {
        guard tools.contains(tool) else { return nil }
        return (input?["file_path"] ?? input?["notebook_path"])?.string ?? ""
    }

    /// What a record says about a file; nil where it changed none.
    ///
    /// A change is told by a place in the record only when that place, tried out here, gives a
    /// content that fits the record's own patch; otherwise the content is unknown, never guessed.
    static func of(_ record: ClaudeCodeEntry, callPath: String?) -> ClaudeCodeFileChange? {
        guard let callPath, !record.content.results.contains(where: \.isError) else { return nil }
        let found = (record.fields.toolUseResult ?? .null).pick(keys)
        let path = (found[0] ?? found[1])?.string ?? callPath
        guard !path.isEmpty else { return nil }
        var file = ClaudeCodeFileChange(path: path, change: FileChanged())
        if found[10]?.kind == .string {
            file.change.derivation = FileDerivation(content: result + "/updated_file")
        } else if found[2]?.kind == .string, found[3] == nil {
            file.change.derivation = FileDerivation(content: result + "/content")
        } else if found[3] != nil || found[9] != nil {
            file.takeEdits(found)
        } else {
            file.change.unknown = "the result does not tell the file's content"
        }
        return file
    }

    private mutating func takeEdits(_ found: [JSON?]) {
        let isOlder = found[5]?.kind != .string
        let place = isOlder ? "originalFileContents" : "originalFile"
        guard let original = found[isOlder ? 6 : 5]?.utf8 else {
            change.unknown = "the result does not hold the file before the edit"
            return
        }
        let (places, edits) = Self.edits(found)
        if let content = TextEdit.apply(edits, to: original),
            LinePatch.agrees(found[7], from: original, to: content)
        {
            change.derivation = FileDerivation(
                original: "\(Self.result)/\(place)", edits: places)
        } else if let content = Self.lineRemoval(edits, from: original), found[7] != nil,
            LinePatch.agrees(found[7], from: original, to: content)
        {
            self.content = content
        } else {
            change.unknown = "the edit does not lead to what the result's own patch shows"
        }
    }

    /// Where a result's edits stand in the record, and what they are.
    private static func edits(_ found: [JSON?]) -> ([FileDerivation.Edit], [TextEdit]) {
        guard let list = found[9] else {
            let all = found[8]?.bool ?? false
            return (
                [.init(old: result + "/oldString", new: result + "/newString", all: all)],
                [TextEdit(old: found[3]?.utf8 ?? [], new: found[4]?.utf8 ?? [], all: all)]
            )
        }
        var places: [FileDerivation.Edit] = []
        var edits: [TextEdit] = []
        for (index, edit) in list.elements.enumerated() {
            let all = edit["replace_all"]?.bool ?? false
            let place = "\(result)/edits/\(index)"
            places.append(.init(old: place + "/old_string", new: place + "/new_string", all: all))
            edits.append(
                TextEdit(
                    old: edit["old_string"]?.utf8 ?? [], new: edit["new_string"]?.utf8 ?? [],
                    all: all))
        }
        return (places, edits)
    }

    /// The tool takes the line break along when an edit removes text that ends a line.
    private static func lineRemoval(_ edits: [TextEdit], from original: [UInt8]) -> [UInt8]? {
        guard edits.count == 1, var edit = edits.first, edit.new.isEmpty, !edit.old.isEmpty else {
            return nil
        }
        edit.old.append(0x0A)
        return TextEdit.apply([edit], to: original)
    }
}

extension ClaudeCodeMapper {
    /// Records the file that a tool's result changed.
    mutating func recordFiles(
        of record: ClaudeCodeEntry, on lane: Int, at revision: Revision,
        _ writer: some TranscriptWriter
    ) throws {
        guard let result = record.content.results.first,
            let call = calls[RecordKey(result.id)],
            let file = ClaudeCodeFileChange.of(record, callPath: call.path)
        else { return }
        let draft = EventDraft(
            kind: .fileChanged, subject: file.path, actor: .tool(call.name),
            occurredAt: lanes.clock, cause: .revision(revision), body: file.change.json,
            content: file.content)
        try lanes.writeFile(draft, to: lane, writer)
    }
}
