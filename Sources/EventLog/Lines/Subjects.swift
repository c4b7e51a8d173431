package import SessionTerms

/// Which event gave each subject its value, at one revision of a line: the newest of each kind and
/// subject, and of each kind without one, and how many there were.
///
/// Kept as a snapshot every ``distance`` revisions, so that a list of all files at any moment costs
/// one snapshot and the headers of the events behind it, however long the log and however often its
/// line forked.
package struct Subjects: Sendable {
    /// A kind and a subject, by the numbers of their words; subject 0 is none.
    struct Key: Hashable, Comparable {
        let kind: Int
        let subject: Int

        init(kind: Int, subject: Int?) { (self.kind, self.subject) = (kind, subject ?? 0) }

        init(_ row: LogRow) { self.init(kind: row.kind, subject: row.subject) }

        static func < (left: Key, right: Key) -> Bool {
            (left.kind, left.subject) < (right.kind, right.subject)
        }
    }

    static let name = "subjects"
    static let version = 4
    /// Revisions between snapshots; more where there are more subjects than that, so that a
    /// snapshot never takes more than some bytes an event.
    static let distance = 256

    /// The event that gave a subject its value.
    struct Newest: Equatable {
        let position: Position
        let revision: Revision
        /// Bytes of its content, where it carries one and its body says nothing; else nil.
        let plainSize: Int?
        /// Which event of its kind and subject it is on its line, counted from 1.
        let count: Int
    }

    private(set) var sources: [Key: Newest] = [:]

    init() {}

    mutating func apply(_ row: LogRow) {
        let isPlain = row.salt != nil
        let key = Key(row)
        sources[key] = Newest(
            position: row.position, revision: row.revision,
            plainSize: row.content.flatMap { isPlain && row.size - $0 <= 2 ? $0 : nil },
            count: (sources[key]?.count ?? 0) + 1)
    }

    // MARK: Bytes

    /// A varint of how many there are; then for each, by kind and subject, six varints: the kind,
    /// the subject (after the one before, where the kind is the same), the position, the revision,
    /// 0 or 1 + the plain size, and the count.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(varint: sources.count)
        var last = Key(kind: 0, subject: 0)
        for (key, source) in sources.sorted(by: { $0.key < $1.key }) {
            bytes.append(varint: key.kind)
            bytes.append(
                varint: key.subject - (key.kind == last.kind ? last.subject : 0))
            bytes.append(varint: source.position.number)
            bytes.append(varint: source.revision.number)
            bytes.append(varint: (source.plainSize ?? -1) + 1)
            bytes.append(varint: source.count)
            last = key
        }
        return bytes
    }

    /// Nil where the bytes are no state of this version.
    package init?(_ bytes: [UInt8]) {
        let found: [Key: Newest]? = ByteReader.reading(bytes) { reader in
            guard let count = reader.varint(), count <= bytes.count / Self.bytesOfEach else {
                return nil
            }
            var sources = [Key: Newest](minimumCapacity: count)
            var last = Key(kind: 0, subject: 0)
            for _ in 0..<count {
                guard let kind = reader.varint(), let step = reader.varint(),
                    let source = Newest(&reader), step < LogRow.numberLimit,
                    kind < LogRow.numberLimit
                else { return nil }
                let base = kind == last.kind ? last.subject : 0
                last = Key(kind: kind, subject: base + step)
                guard last.subject < LogRow.numberLimit else { return nil }
                sources[last] = source
            }
            return reader.isAtEnd ? sources : nil
        }
        guard let found else { return nil }
        sources = found
    }

    /// Each has at least so many.
    private static let bytesOfEach = 6

    /// How many a snapshot holds, without reading the rest.
    static func count(in bytes: [UInt8]) -> Int {
        ByteReader.reading(bytes) { $0.varint() ?? 0 }
    }
}

/// The subjects that one reader found last: a state asks for five kinds at one point, a difference
/// at two.
final class SubjectMemo {
    private var found: [(branch: BranchID, revision: Revision, subjects: Subjects)] = []
    private static let limit = 2

    func subjects(of branch: BranchID, at revision: Revision) -> Subjects? {
        found.first { $0.branch == branch && $0.revision == revision }?.subjects
    }

    func keep(_ subjects: Subjects, of branch: BranchID, at revision: Revision) {
        if found.count == Self.limit { found.removeFirst() }
        found.append((branch, revision, subjects))
    }
}

extension Subjects.Newest {
    fileprivate init?(_ reader: inout ByteReader) {
        guard let position = reader.varint(), let revision = reader.varint(),
            let size = reader.varint(), let count = reader.varint(),
            [position, revision, size, count].allSatisfy({ $0 < LogRow.numberLimit })
        else { return nil }
        self.init(
            position: Position(position), revision: Revision(revision),
            plainSize: size == 0 ? nil : size - 1, count: count)
    }
}

/// Which event gave a subject its value.
package struct SubjectSource: Sendable {
    package let subject: String
    package let position: Position
    package let revision: Revision
    /// Bytes of its content, where it carries one and its body says nothing; else nil.
    package let plainSize: Int?
}

extension LogReader {
    /// The newest entry of each subject of a kind up to a revision, in the order of the subjects'
    /// first use.
    ///
    /// - Cost: one snapshot, and the headers of at most some thousand entries behind it.
    package func newestOfEachSubject(
        kind: EventKind, on line: Line, through: Revision = .max
    ) throws -> [SubjectSource] {
        guard let kind = try number(of: kind.rawValue) else { return [] }
        let through = min(through, try head(of: line).revision)
        let sources = try subjects(on: line, through: through).sources
            .filter { $0.key.kind == kind && $0.key.subject != 0 }.sorted { $0.key < $1.key }
        return try sources.map { key, source in
            SubjectSource(
                subject: try word(key.subject), position: source.position,
                revision: source.revision, plainSize: source.plainSize)
        }
    }

    /// The entry that gave a subject its value.
    ///
    /// - Throws: where the entry there is about something else, as in a forged snapshot.
    package func entry(of source: SubjectSource, kind: EventKind) throws -> LogEntry {
        try entries(of: [source], kind: kind)[0]
    }

    /// The entries that gave some subjects their values, in their order. All are held at once.
    package func entries(of sources: [SubjectSource], kind: EventKind) throws -> [LogEntry] {
        try zip(sources, entries(at: sources.map(\.position))).map { source, entry in
            guard let entry, entry.kind == kind, entry.isErased || entry.subject == source.subject
            else { throw LogError.damaged("a snapshot names another event", at: source.position) }
            return entry
        }
    }

    /// The subjects of a line at a revision that it reaches.
    func subjects(on line: Line, through: Revision) throws -> Subjects {
        if let known = subjectMemo.subjects(of: line.branch, at: through) { return known }
        let found = try readSubjects(on: line, through: through)
        subjectMemo.keep(found, of: line.branch, at: through)
        return found
    }

    private func readSubjects(on line: Line, through: Revision) throws -> Subjects {
        let snapshot = try snapshot(
            of: Subjects.name, version: Subjects.version, on: line, through: through)
        var subjects = Subjects()
        var next: Revision = 1
        if let snapshot, let stored = Subjects(snapshot.state) {
            subjects = stored
            next = snapshot.revision + 1
        }
        try forEachRow(on: line, from: next, through: through) { row in
            subjects.apply(row)
            return true
        }
        return subjects
    }
}

extension LogReader {
    /// The revisions of a branch, or of the control line, at which subjects have snapshots.
    package func subjectSnapshotRevisions(branch: BranchID) throws -> Set<Revision> {
        try snapshotRevisions(of: Subjects.name, version: Subjects.version, branch: branch)
    }

    /// Whether the snapshot at a revision is what the one before it and the entries since say.
    package func isSubjectSnapshotRight(on line: Line, at revision: Revision) throws -> Bool {
        let stored = try snapshot(
            of: Subjects.name, version: Subjects.version, on: line, through: revision)
        var expected = try subjects(on: line, through: revision - 1)
        for row in try rows(on: line, from: revision, through: revision) { expected.apply(row) }
        return stored?.revision == revision && stored?.state == expected.bytes
    }
}

extension LogWriter {
    /// Keeps the snapshots that are due between two revisions of a line's own branch.
    package func rebuildSubjects(on line: Line, from: Revision, through: Revision) throws {
        let distance = Subjects.distance
        let first = (from.number + distance - 1) / distance * distance
        for revision in stride(from: first, through: through.number, by: distance) {
            try keepSubjects(of: line, at: Revision(revision))
        }
    }

    /// Keeps a snapshot where one is due at the end of a line.
    func keepSubjects(of line: Line, at revision: Revision) throws {
        guard revision.number % Subjects.distance == 0 else { return }
        let last = try reader.snapshot(
            of: Subjects.name, version: Subjects.version, on: line, through: revision)
        let count = last.map { Subjects.count(in: $0.state) } ?? 0
        guard revision - (last?.revision ?? 0) >= count else { return }
        try save(
            reader.subjects(on: line, through: revision).bytes, of: Subjects.name,
            version: Subjects.version, branch: line.branch, revision: revision)
    }
}
