internal import SessionTerms

/// A row of the log as it is stored: numbers of words instead of words, distances instead of
/// places.
struct LogRow {
    var position: Position
    var branch: BranchID
    var revision: Revision
    var kind: Int
    var version: Int
    var dialect: Int?
    var subject: Int?
    var actor: Int?
    var occurred: Int
    var recorded: Int
    var cause: Int?
    var origin: EventDigest?
    var id: String?
    var size: Int
    var content: Int?
    var base: Int?
    var salt: Bytes16?
    var digest: EventDigest

    static let columns = """
        position, branch, revision, kind, version, dialect, subject, actor, occurred, recorded, \
        cause, origin, id, size, content, base, salt, digest, "check"
        """

    /// The column behind ``columns``, where a statement asks for the payload too.
    static let payloadColumn: Int32 = 19

    /// The statement's current row, compared with its checksum.
    static func current(of statement: SQLStatement) throws -> LogRow {
        let origin = statement.bytes(11) { EventDigest($0) }
        let salt = statement.bytes(16) { Bytes16($0) }
        guard let digest = statement.bytes(17, { EventDigest($0) }),
            origin != nil || statement.isNull(11), salt != nil || statement.isNull(16)
        else {
            throw LogError.damaged("a column is too long or too short", at: statement.int(0))
        }
        let row = LogRow(statement, origin, salt, digest)
        guard statement.int(18) == row.checksum else {
            throw LogError.damaged("the row does not match its checksum", at: row.position)
        }
        try row.validate()
        return row
    }

    private init(
        _ statement: SQLStatement, _ origin: EventDigest?, _ salt: Bytes16?, _ digest: EventDigest
    ) {
        position = statement.int(0)
        branch = statement.int(1)
        revision = statement.int(2)
        kind = statement.int(3)
        version = statement.int(4)
        dialect = statement.optionalInt(5)
        subject = statement.optionalInt(6)
        actor = statement.optionalInt(7)
        occurred = statement.int(8)
        recorded = statement.int(9)
        cause = statement.optionalInt(10)
        self.origin = origin
        id = statement.optionalText(12)
        size = statement.int(13)
        content = statement.optionalInt(14)
        base = statement.optionalInt(15)
        self.salt = salt
        self.digest = digest
    }

    init(
        position: Position, branch: BranchID, revision: Revision, kind: Int, version: Int,
        occurred: Int, recorded: Int, size: Int, digest: EventDigest
    ) {
        self.position = position
        self.branch = branch
        self.revision = revision
        self.kind = kind
        self.version = version
        self.occurred = occurred
        self.recorded = recorded
        self.size = size
        self.digest = digest
    }

    /// Over every column but the payload, which has a checksum of its own, so that reading headers
    /// need not touch it.
    var checksum: Int {
        var sum = RowChecksum()
        sum.add(position)
        sum.add(branch)
        sum.add(revision)
        sum.add(kind)
        sum.add(version)
        sum.add(dialect)
        sum.add(subject)
        sum.add(actor)
        sum.add(occurred)
        sum.add(recorded)
        sum.add(cause)
        sum.add(origin)
        sum.add(id)
        sum.add(size)
        sum.add(content)
        sum.add(base)
        sum.add(salt)
        sum.add(digest)
        return sum.value
    }

    func hasPayloadSize(of other: LogRow) -> Bool {
        size == other.size && content == other.content
    }

    /// Positions and revisions are below this, so that counting on never overflows.
    static let numberLimit = 1 << 53

    /// Versions fit into the four bytes that the digest has of them.
    static let versionLimit = 1_000_000

    /// The rules that hold between columns, whoever wrote them.
    func validate() throws {
        let payloadLimit = PayloadDecoder.sizeLimit
        guard position > 0, position.number < Self.numberLimit, branch >= 0, revision > 0,
            revision.number < Self.numberLimit, size >= 0, size <= payloadLimit,
            (content ?? 0) >= 0,
            (content ?? 0) <= size,
            base ?? 1 > 0, base ?? 1 < max(position.number, 2), cause ?? 1 > 0,
            cause ?? 1 < max(revision.number, 2), (1...Self.versionLimit).contains(version),
            kind > 0, dialect ?? 1 > 0, subject ?? 1 > 0, actor ?? 1 > 0,
            !occurred.addingReportingOverflow(recorded).overflow
        else { throw LogError.damaged("the row's columns contradict each other", at: position) }
    }
}
