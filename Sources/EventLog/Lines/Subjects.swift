/// Which event gave each subject its value, at one revision of a line: the newest of each kind and
/// subject.
///
/// Kept as a snapshot every ``distance`` revisions, so that a list of all files at any moment costs
/// one snapshot and the headers of the events behind it, however long the log and however often its
/// line forked.
struct Subjects: Sendable {
    /// A kind and a subject, by the numbers of their words.
    struct Key: Hashable, Comparable {
        let kind: Int64
        let subject: Int64

        static func < (left: Key, right: Key) -> Bool {
            (left.kind, left.subject) < (right.kind, right.subject)
        }
    }

    static let name = "subjects"
    static let version = 1
    /// Revisions between snapshots; more where there are more subjects than that, so that a
    /// snapshot never takes more than some bytes an event.
    static let distance: Int64 = 1024

    private(set) var positions: [Key: Int64] = [:]

    init() {}

    mutating func apply(_ row: LogRow) {
        guard let subject = row.subject else { return }
        positions[Key(kind: row.kind, subject: subject)] = row.position
    }

    // MARK: Bytes

    /// A varint of how many there are; then for each, by kind and subject, three varints: the kind,
    /// the subject (after the one before, where the kind is the same), the position.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(varint: positions.count)
        var last = Key(kind: 0, subject: 0)
        for (key, position) in positions.sorted(by: { $0.key < $1.key }) {
            bytes.append(varint: Int(key.kind))
            bytes.append(
                varint: Int(key.subject - (key.kind == last.kind ? last.subject : 0)))
            bytes.append(varint: Int(position))
            last = key
        }
        return bytes
    }

    /// Nil where the bytes are no state of this version.
    init?(_ bytes: [UInt8]) {
        let found: [Key: Int64]? = bytes.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            guard let count = reader.varint(), count <= bytes.count else { return nil }
            var positions = [Key: Int64](minimumCapacity: count)
            var last = Key(kind: 0, subject: 0)
            for _ in 0..<count {
                guard let kind = reader.varint(), let step = reader.varint(),
                    let position = reader.varint(), step < LogRow.numberLimit
                else { return nil }
                let base = Int64(kind) == last.kind ? last.subject : 0
                last = Key(kind: Int64(kind), subject: base &+ Int64(step))
                positions[last] = Int64(position)
            }
            return reader.isAtEnd ? positions : nil
        }
        guard let found else { return nil }
        positions = found
    }

    /// How many a snapshot holds, without reading the rest.
    static func count(in bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes { bytes in
            var reader = ByteReader(bytes)
            return reader.varint() ?? 0
        }
    }
}

extension LogReader {
    /// The headers of the newest entry of each subject of a kind up to a revision, in the order of
    /// the subjects' first use.
    ///
    /// - Cost: one snapshot, the headers of at most some thousand entries behind it, and one seek
    ///   for each subject.
    package func newestOfEachSubject(
        kind: String, on line: Line, through: Int64 = .max
    ) throws -> [LogEntry] {
        guard let kind = try words.number(kind, in: database) else { return [] }
        let through = min(through, try head(of: line).revision)
        let positions = try subjects(on: line, through: through).positions
            .filter { $0.key.kind == kind }.sorted { $0.key < $1.key }
        return try positions.map { key, position in
            guard let stored = try stored(at: position, withPayload: false),
                stored.row.kind == kind, stored.row.subject == key.subject
            else { throw LogError.damaged("a snapshot names another event", at: position) }
            return try entry(stored)
        }
    }

    /// The subjects of a line at a revision that it reaches.
    func subjects(on line: Line, through: Int64) throws -> Subjects {
        let snapshot = try snapshot(
            of: Subjects.name, version: Subjects.version, on: line, through: through)
        var subjects = Subjects()
        var next: Int64 = 1
        if let snapshot, let stored = Subjects(snapshot.state) {
            subjects = stored
            next = snapshot.revision + 1
        }
        while next <= through {
            let rows = try rows(on: line, from: next, through: through)
            guard let last = rows.last else { break }
            for row in rows { subjects.apply(row) }
            next = last.revision + 1
        }
        return subjects
    }
}

extension LogWriter {
    /// Keeps a snapshot where one is due at the end of a line.
    func keepSubjects(of line: Line, at revision: Int64) throws {
        guard revision % Subjects.distance == 0 else { return }
        let last = try reader.snapshot(
            of: Subjects.name, version: Subjects.version, on: line, through: revision)
        let count = Int64(last.map { Subjects.count(in: $0.state) } ?? 0)
        guard revision - (last?.revision ?? 0) >= count else { return }
        try save(
            reader.subjects(on: line, through: revision).bytes, of: Subjects.name,
            version: Subjects.version, branch: line.branch, revision: revision)
    }
}
