/// A file's new state. Its path is the event's subject, its content the event's ``Event/content``.
public struct FileChanged: EventBody {
    public static let kind = EventKind.fileChanged
    /// As git writes it: `100644`, `100755` (executable), `120000` (a link; the content is its
    /// target).
    public var mode: String?
    /// The path that it had before; the removal there is an event of its own.
    public var renamedFrom: String?
    /// Whether the file is gone: then nothing else is said.
    public var isRemoved: Bool
    /// Why the new content is not known, where it is not.
    public var unknown: String?
    /// Where the new content lies inside the event that caused this one.
    public var derivation: FileDerivation?

    public init(
        mode: String? = nil, renamedFrom: String? = nil, isRemoved: Bool = false,
        unknown: String? = nil, derivation: FileDerivation? = nil
    ) {
        self.mode = mode
        self.renamedFrom = renamedFrom
        self.isRemoved = isRemoved
        self.unknown = unknown
        self.derivation = derivation
    }

    public init(_ body: JSON, version: Int) {
        mode = body["mode"]?.string
        renamedFrom = body["renamedFrom"]?.string
        isRemoved = body["removed"]?.bool ?? false
        unknown = body["unknown"]?.string
        derivation = body["derived"].flatMap { FileDerivation($0) }
    }

    public var json: JSON {
        .object([
            ("mode", .optional(mode)), ("renamedFrom", .optional(renamedFrom)),
            ("removed", isRemoved ? true : nil), ("unknown", .optional(unknown)),
            ("derived", derivation?.json),
        ])
    }
}

/// How a file's content is computed from the body of the event that caused the change, so that what
/// a transcript holds already is not stored again. Places are JSON pointers (RFC 6901).
public struct FileDerivation: Sendable, Hashable {
    /// Where the whole new content is; or nil.
    public var content: String?
    /// Where the content before the change is, which ``edits`` turn into the new one.
    public var original: String?
    /// In the order in which they are made; none where ``content`` says it all.
    public var edits: [Edit]

    /// One replacement of text; both places hold strings.
    public struct Edit: Sendable, Hashable {
        /// Where the text to be replaced is.
        public var old: String
        /// Where the text to put there is.
        public var new: String
        /// Whether every occurrence is replaced, or the first alone.
        public var all: Bool

        public init(old: String, new: String, all: Bool) {
            self.old = old
            self.new = new
            self.all = all
        }
    }

    public init(content: String) {
        self.content = content
        edits = []
    }

    public init(original: String, edits: [Edit]) {
        self.original = original
        self.edits = edits
    }

    init?(_ json: JSON) {
        content = json["content"]?.string
        original = json["original"]?.string
        edits = (json["edits"]?.elements ?? []).compactMap { edit in
            guard let old = edit["old"]?.string, let new = edit["new"]?.string else { return nil }
            return Edit(old: old, new: new, all: edit["all"]?.bool ?? false)
        }
        if content == nil, original == nil { return nil }
    }

    var json: JSON {
        let list = edits.map { edit in
            JSON.object([
                ("old", .string(edit.old)), ("new", .string(edit.new)),
                ("all", edit.all ? true : nil),
            ])
        }
        return .object([
            ("content", .optional(content)), ("original", .optional(original)),
            ("edits", list.isEmpty ? nil : .array(list)),
        ])
    }

    /// The new content, computed from the causing event's body; nil where the places do not hold
    /// what they should, or an edit's old text does not occur.
    public func apply(to body: JSON) -> [UInt8]? {
        if let content { return body.at(content)?.utf8 }
        guard let original, var bytes = body.at(original)?.utf8 else { return nil }
        for edit in edits {
            guard let old = body.at(edit.old)?.utf8, let new = body.at(edit.new)?.utf8,
                let next = bytes.replacing(old, with: new, all: edit.all)
            else { return nil }
            bytes = next
        }
        return bytes
    }
}

extension [UInt8] {
    /// Replaces the first occurrence of `old`, or all; nil where there is none. An empty `old`
    /// stands for an empty text.
    func replacing(_ old: [UInt8], with new: [UInt8], all: Bool) -> [UInt8]? {
        guard let first = old.first else { return isEmpty ? new : nil }
        var result: [UInt8] = []
        var done = 0
        var index = 0
        let last = count - old.count
        while index <= last {
            guard self[index] == first, self[index..<index + old.count].elementsEqual(old) else {
                index += 1
                continue
            }
            if done == 0 { result.reserveCapacity(count + new.count) }
            result.append(contentsOf: self[done..<index])
            result.append(contentsOf: new)
            index += old.count
            done = index
            if !all { break }
        }
        guard done > 0 else { return nil }
        result.append(contentsOf: self[done...])
        return result
    }
}
