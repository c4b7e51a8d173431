/// A file that differs between two moments. Contents are read when they are asked for.
public struct FileDifference: Sendable, Hashable {
    /// What became of the file.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// The second side alone has it.
        case added
        /// The first side alone has it.
        case removed
        /// Both have it, with other contents.
        case changed
        /// It was moved; its content may be another one, too.
        case renamed
        /// Content and path are the same, only the mode is not.
        case modeChanged
        /// It was changed, and the log does not tell the content on one side or on both.
        case unknown
    }

    /// What became of it between the two.
    public let kind: Kind
    /// nil: it is not there.
    public let old: FileState?
    /// The file on the second side; nil: it is not there.
    public let new: FileState?

    public init(kind: Kind, old: FileState?, new: FileState?) {
        self.kind = kind
        self.old = old
        self.new = new
    }

    /// The path on the new side, or where it was removed, on the old one.
    public var path: String { new?.path ?? old?.path ?? "" }

    /// Both modes where they differ; a file without a recorded mode is an ordinary one.
    public var modes: (old: String, new: String)? {
        guard let old, let new, old.mode != new.mode else { return nil }
        return (old.mode, new.mode)
    }
}

extension FileState {
    /// As git writes it: `100644` where the log does not say.
    public var mode: String { change.mode ?? "100644" }

    /// Whether it is a symbolic link, whose content is its target.
    public var isLink: Bool { change.mode == "120000" }

    /// Why its content is not known; nil where it is.
    public var reasonUnknown: String? {
        size == nil ? change.unknown ?? "the log does not hold it" : nil
    }
}

extension FileDifference {
    /// Joins each removed file with the added one that says it was renamed from there.
    ///
    /// Paths are compared byte by byte: Swift's strings are equal where Unicode calls them
    /// equivalent, and such paths are two files.
    public static func joiningRenames(_ files: [FileDifference]) -> [FileDifference] {
        var removed: [[UInt8]: FileState] = [:]
        for file in files where file.kind == .removed {
            removed[Array(file.path.utf8)] = file.old
        }
        var taken: Set<[UInt8]> = []
        let joined = files.map { file -> FileDifference in
            guard file.old == nil, let source = file.new?.change.renamedFrom,
                let old = removed[Array(source.utf8)], taken.insert(Array(source.utf8)).inserted
            else { return file }
            return FileDifference(kind: .renamed, old: old, new: file.new)
        }
        return joined.filter { $0.kind != .removed || !taken.contains(Array($0.path.utf8)) }
    }
}
