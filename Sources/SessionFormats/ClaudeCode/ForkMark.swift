import SessionStore

/// What imports of a fork's transcript left on a branch that it came home to: which of the branch's
/// records came by it. The value of the setting `import:fork:ID` (Schemas/import-1.md).
struct ForkMark {
    private static let prefix = ImportMark.subject + ":fork:"

    /// The transcript's own id.
    let transcript: String
    /// Revisions of the branch, ascending: a range for each import.
    private(set) var records: [ClosedRange<Int>] = []

    init(transcript: String) { self.transcript = transcript }

    /// - Returns: nil where the setting is none.
    init?(subject: String, _ value: JSON) {
        guard Self.isSubject(subject) else { return nil }
        transcript = String(subject.dropFirst(Self.prefix.count))
        for pair in value["records"]?.elements ?? [] {
            let ends = pair.elements.compactMap(\.int)
            guard ends.count == 2, ends[0] > records.last?.upperBound ?? 0, ends[0] <= ends[1]
            else { return nil }
            records.append(ends[0]...ends[1])
        }
    }

    /// The id that a branch's export carries: of its own, and the same each time.
    static func ownID(of branch: BranchName, at fork: Point, session: String) -> String {
        let text = Array("\(session) \(fork) \(branch)".utf8)
        return NativeRecords.uuid(EventDigest(sha256Of: text))
    }

    static func isSubject(_ subject: String) -> Bool { subject.hasPrefix(prefix) }

    var subject: String { Self.prefix + transcript }

    mutating func add(_ revisions: ClosedRange<Int>) { records.append(revisions) }

    func holds(_ revision: Int) -> Bool { records.contains { $0.contains(revision) } }

    var json: JSON {
        [
            "format": .string(TranscriptFormat.claudeCode.rawValue),
            "importer": .number(ImportMark.version),
            "records": .array(
                records.map { .array([.number($0.lowerBound), .number($0.upperBound)]) }),
        ]
    }
}
