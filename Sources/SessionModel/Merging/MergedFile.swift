internal import Texts

/// A file's state that neither side had, as a merge or an answer made it.
public struct MergedFile: Sendable, Hashable {
    /// Byte for byte, without marks of conflicts.
    public let content: [UInt8]
    /// As git writes it: `100644`, `100755` or `120000`.
    public let mode: String
    /// The path that our side had it under, where it moves; nil: it stays.
    public let renamedFrom: String?

    init(content: [UInt8], mode: String, renamedFrom: String? = nil) {
        self.content = content
        self.mode = mode
        self.renamedFrom = renamedFrom
    }

    package static let ordinaryMode = "100644"
    static let linkMode = "120000"

    /// The body of the event that records it.
    var change: FileChanged {
        FileChanged(mode: mode == Self.ordinaryMode ? nil : mode, renamedFrom: renamedFrom)
    }
}

/// The three-way merge of one file: its mode by value, its content by lines.
struct FileMerge {
    let base: (bytes: [UInt8], mode: String)?
    let ours: (bytes: [UInt8], mode: String)
    let theirs: (bytes: [UInt8], mode: String)

    enum Outcome {
        case clean(bytes: [UInt8], mode: String)
        case conflict(MergeConflict.Reason)
    }

    var outcome: Outcome {
        guard let mode = Self.taken(base?.mode, ours.mode, theirs.mode) else {
            return .conflict(.mode)
        }
        if let bytes = Self.taken(base?.bytes, ours.bytes, theirs.bytes) {
            return .clean(bytes: bytes, mode: mode)
        }
        guard isText else { return .conflict(.binary) }
        let merged = ThreeWayText(base: base?.bytes ?? [], ours: ours.bytes, theirs: theirs.bytes)
        return merged.clean.map { .clean(bytes: $0, mode: mode) } ?? .conflict(.content)
    }

    /// The side that changed; nil where both did, differently.
    static func taken<Value: Equatable>(_ base: Value?, _ ours: Value, _ theirs: Value) -> Value? {
        if ours == theirs || theirs == base { return ours }
        return ours == base ? theirs : nil
    }

    private var isText: Bool {
        [base, ours, theirs].compactMap { $0 }.allSatisfy { side in
            side.mode != MergedFile.linkMode && ThreeWayText.isText(side.bytes)
        }
    }
}

extension MergeValue {
    /// Bytes and mode of a file that is there and known.
    var file: (bytes: [UInt8], mode: String)? {
        if case .file(let bytes, let mode) = content { (bytes, mode) } else { nil }
    }
}
