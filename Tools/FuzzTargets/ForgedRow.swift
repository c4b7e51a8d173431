import EventLog
import SessionTerms

/// A row of a forged log, as far as its digest is made of it.
struct ForgedRow {
    let position, branch, revision, kind, version, occurred, recorded, size: Int
    let dialect, subject, actor, cause, content, base: Int?
    let id: String?
    let origin: EventDigest?
    let salt: Bytes16?
    let digest: EventDigest
    let blob: [UInt8]

    /// - Parameter row: the columns of ``SessionTable/log``, then the payload. Nil where one that
    ///   must be there is not, or is of another type.
    init?(_ row: [SQLConnection.Value]) {
        guard let position = row[0].number, let branch = row[1].number,
            let revision = row[2].number, let kind = row[3].number, let version = row[4].number,
            let occurred = row[8].number, let recorded = row[9].number, let size = row[13].number,
            let digest = row[17].blob.flatMap({ EventDigest($0) }), let blob = row[18].blob
        else { return nil }
        (self.position, self.branch, self.revision) = (position, branch, revision)
        (self.kind, self.version, self.size) = (kind, version, size)
        (self.occurred, self.recorded) = (occurred, recorded)
        (self.digest, self.blob) = (digest, blob)
        (dialect, subject, actor) = (row[5].number, row[6].number, row[7].number)
        (cause, content, base) = (row[10].number, row[14].number, row[15].number)
        id = row[12].string
        origin = row[11].blob.flatMap { EventDigest($0) }
        salt = row[16].blob.flatMap { Bytes16($0) }
    }

    var payload: PayloadRow {
        PayloadRow(
            position: Position(position), size: size, base: base.map { Position(position &- $0) },
            blob: blob)
    }
}

extension SQLConnection.Value {
    var number: Int? { if case .number(let number) = self { number } else { nil } }

    var blob: [UInt8]? { if case .bytes(let bytes) = self { bytes } else { nil } }

    var string: String? {
        if case .text(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
    }
}
