/// Files by their paths, with the revisions that gave them their content.
///
/// Two paths are one where they are the same bytes: Swift's strings are equal where Unicode calls
/// them equivalent, and such files are two.
public struct FileRevisions: Sendable, Hashable, ExpressibleByDictionaryLiteral {
    private var revisions: [[UInt8]: Revision] = [:]

    /// No files.
    public init() {}

    /// The last one of a path counts.
    public init(dictionaryLiteral elements: (String, Revision)...) {
        for (path, revision) in elements { self[path] = revision }
    }

    /// The revision of a path, found by its bytes; nil: the path is not in here.
    public subscript(path: String) -> Revision? {
        get { revisions[Array(path.utf8)] }
        set { revisions[Array(path.utf8)] = newValue }
    }

    /// How many paths there are.
    public var count: Int { revisions.count }
    /// Whether there are none.
    public var isEmpty: Bool { revisions.isEmpty }

    /// The paths in the order of their bytes.
    public var paths: [String] {
        revisions.keys.sorted { $0.lexicographicallyPrecedes($1) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    /// The same paths with other revisions.
    package func mapRevisions(_ body: (Revision) throws -> Revision) rethrows -> Self {
        var mapped = self
        mapped.revisions = try revisions.mapValues(body)
        return mapped
    }

    /// The paths of both, in the order of their bytes.
    func paths(with other: Self) -> [String] {
        other.revisions.reduce(into: self) { $0.revisions[$1.key] = $1.value }.paths
    }
}
