import SessionStore

/// What imports of a fork's transcript left on a branch that it came home to: which of the branch's
/// records came by it. The value of the setting `import:fork:ID` (Schemas/import-1.md).
struct ForkMark {
    private static let prefix = ImportMark.subject + ":fork:"

    /// The format's name.
    let format: String
    /// The transcript's own id.
    let transcript: String
    /// Revisions of the branch, ascending: a range for each import.
    private(set) var records: [ClosedRange<Revision>] = []

    init(format: String, transcript: String) {
        self.format = format
        self.transcript = transcript
    }

    /// - Returns: nil where the setting is none.
    init?(subject: String, _ value: JSON) {
        guard Self.isSubject(subject) else { return nil }
        format = value["format"]?.string ?? ""
        transcript = String(subject.dropFirst(Self.prefix.count))
        for pair in value["records"]?.elements ?? [] {
            let ends = pair.elements.compactMap(\.revision)
            guard ends.count == 2, ends[0] > records.last?.upperBound ?? 0, ends[0] <= ends[1]
            else { return nil }
            records.append(ends[0]...ends[1])
        }
    }

    /// The id that a branch's export carries: of its own, and the same each time.
    static func ownID(of branch: BranchName, at fork: Point, session: String) -> String {
        let text = Array("\(session) \(fork) \(branch)".utf8)
        return EventDigest(sha256Of: text).uuid
    }

    static func isSubject(_ subject: String) -> Bool { subject.hasPrefix(prefix) }

    /// The setting that holds it.
    static func subject(of transcript: String) -> String { prefix + transcript }

    var subject: String { Self.subject(of: transcript) }

    mutating func add(_ revisions: ClosedRange<Revision>) { records.append(revisions) }

    func holds(_ revision: Revision) -> Bool { records.contains { $0.contains(revision) } }

    var json: JSON {
        [
            "format": .string(format),
            "importer": .number(ImportMark.version),
            "records": .array(
                records.map { .array([.number($0.lowerBound), .number($0.upperBound)]) }),
        ]
    }
}
