internal import JSONText

extension ClaudeCodeRecord {
    private static let result = "/toolUseResult"

    private static let resultKeys = JSONKeys(["type", "file"])
    private static let fileKeys = JSONKeys([
        "filePath", "content", "startLine", "numLines", "totalLines",
    ])

    /// The file that a result of reading holds, whole or in part; nil of any other record.
    package var fileRead: (path: String, found: FoundFile)? {
        json["toolUseResult"].flatMap { Self.fileRead(in: $0) }
    }

    /// The same of the record's `toolUseResult`.
    package static func fileRead(in result: JSON) -> (path: String, found: FoundFile)? {
        let members = result.pick(resultKeys)
        guard members[0]?.string == "text", let file = members[1]?.pick(fileKeys),
            let path = file[0]?.string, !path.isEmpty, file[1]?.kind == .string
        else { return nil }
        let (first, count, total) = (file[2]?.int ?? 0, file[3]?.int ?? 0, file[4]?.int ?? 0)
        guard first == 1, count == total else {
            let lines = count == 1 ? "line \(first)" : "\(count) lines from line \(first) on"
            return (path, .part("only \(lines) of \(total) were read"))
        }
        return (path, .whole(place: Self.result + "/file/content"))
    }

    /// What a tool that changed a file says that it found; nil where it says nothing of it.
    package var fileBefore: FoundFile? {
        guard let result = json["toolUseResult"], result.kind == .object else { return nil }
        let isMaking = result["oldString"]?.utf8?.isEmpty ?? false
        for key in ["originalFile", "originalFileContents"] {
            guard let original = result[key], original.kind == .string else { continue }
            // An edit of nothing makes the file.
            if isMaking, original.utf8?.isEmpty ?? false { return .absent }
            return .whole(place: "\(Self.result)/\(key)")
        }
        let isEdit = !isMaking && (result["oldString"] ?? result["edits"]) != nil
        if isEdit || result["type"]?.string == "update" {
            return .part("the result of the tool that changed it does not hold what it was before")
        }
        let isMade = isMaking || result["type"]?.string == "create"
        return isMade || result["originalFile"]?.isNull == true ? .absent : nil
    }
}
