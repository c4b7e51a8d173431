import EventLog
import SessionTerms

/// Gives the events of a forged log the digests that follow from what they say now, so that the
/// chains hold and a reader that believes them goes on.
struct ChainMender {
    private var words: [Int: String] = [:]
    private var branches: [Int: (parent: Int, fork: Int)] = [:]
    private var rows: [Int: ForgedRow] = [:]
    /// The digests by line and revision, and the new ones by the old: others stand for those.
    private var digests: [Int: [Int: EventDigest]] = [:]
    private var changed: [EventDigest: EventDigest] = [:]
    /// Each line's last, as far as it came.
    private var ends: [Int: EventDigest] = [:]
    private let decoder = PayloadDecoder()

    static func mend(_ connection: borrowing SQLConnection) {
        var mender = ChainMender()
        mender.read(connection)
        mender.write(connection)
    }

    private mutating func read(_ connection: borrowing SQLConnection) {
        for row in connection.rows("SELECT id, text FROM word") {
            if let id = row[0].number, let text = row[1].string { words[id] = text }
        }
        for row in connection.rows("SELECT id, parent, fork FROM branch") {
            guard let id = row[0].number, let parent = row[1].number, let fork = row[2].number
            else { continue }
            branches[id] = (parent, fork)
        }
        let columns = SessionTable.log.columns.joined(separator: ", ")
        for row in connection.rows("SELECT \(columns), payload FROM log") {
            if let row = ForgedRow(row) { rows[row.position] = row }
        }
    }

    private mutating func write(_ connection: borrowing SQLConnection) {
        for row in rows.values.sorted(by: { $0.position < $1.position }) {
            let origin = row.origin.map { changed[$0] ?? $0 }
            let digest = digest(of: row, origin) ?? row.digest
            digests[row.branch, default: [:]][row.revision] = digest
            (ends[row.branch], changed[row.digest]) = (digest, digest)
            guard digest != row.digest || origin != row.origin else { continue }
            _ = connection.rows(
                "UPDATE log SET digest = ?, origin = ? WHERE position = ?",
                [
                    .bytes(digest.bytes), origin.map { .bytes($0.bytes) } ?? .null,
                    .number(row.position),
                ])
        }
    }

    /// Nil where the event says nothing that could have one.
    private func digest(of row: ForgedRow, _ origin: EventDigest?) -> EventDigest? {
        guard let kind = words[row.kind], row.size >= 0,
            let commitment = commitment(of: row, origin)
        else { return nil }
        let header = Chain.Header(
            kind: EventKind(rawValue: kind), version: row.version,
            dialect: row.dialect.flatMap { words[$0] }.map { Dialect(rawValue: $0) },
            occurred: Timestamp(microseconds: row.occurred),
            recorded: Timestamp(microseconds: row.occurred &+ row.recorded), size: row.size,
            content: row.content)
        return Chain.digest(previous: previous(of: row), header, commitment: commitment)
    }

    private func commitment(of row: ForgedRow, _ origin: EventDigest?) -> EventDigest? {
        guard let salt = row.salt else { return EventDigest(row.blob) ?? Chain.start }
        let personal = Chain.Personal(
            subject: row.subject.flatMap { words[$0] },
            actor: EventActor(rawValue: row.actor.flatMap { words[$0] } ?? ""), id: row.id,
            cause: row.cause.map { Revision(row.revision &- $0) }, origin: origin)
        guard origin == nil else { return Chain.commitment(salt: salt, personal, payload: []) }
        let payload = try? decoder.payload(of: row.payload) { position in
            guard let base = rows[position.number] else { throw Missing() }
            return base.payload
        }
        return payload.map { Chain.commitment(salt: salt, personal, payload: $0) }
    }

    private struct Missing: Error {}

    /// The digest that a row's own goes on from.
    private func previous(of row: ForgedRow) -> EventDigest {
        if let end = ends[row.branch] { return end }
        if row.branch == BranchID.control.number {
            return rows[1].flatMap { digests[$0.branch]?[$0.revision] } ?? Chain.start
        }
        guard let (parent, fork) = branches[row.branch] else { return Chain.start }
        var line = parent
        // Rings of branches are among what a forger makes.
        for _ in 0..<20 {
            if let digest = digests[line]?[fork] { return digest }
            guard let next = branches[line] else { break }
            line = next.parent
        }
        return Chain.start
    }
}
