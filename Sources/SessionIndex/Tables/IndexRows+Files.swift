internal import Foundation
internal import GRDB
internal import Platform
internal import SessionStore

/// Sessions of the folder.
extension IndexRows {
    /// All of them, in no order.
    func files() throws -> [FileRow] {
        let cursor = try rows("SELECT \(FileRow.columns) FROM \(FileRow.tables)")
        var reader = PreviewColumns()
        var files: [FileRow] = []
        while let row = try cursor.next() { files.append(FileRow(row, &reader)) }
        return files
    }

    func file(_ name: String) throws -> FileRow? {
        let cursor = try rows(
            "SELECT \(FileRow.columns) FROM \(FileRow.tables) WHERE file.name = ?", [name])
        var reader = PreviewColumns()
        return try cursor.next().map { FileRow($0, &reader) }
    }

    func file(_ id: Int) throws -> FileRow? {
        try name(ofFile: id).flatMap { try file($0) }
    }

    func name(ofFile id: Int) throws -> String? {
        try String.fetchOne(
            database.cachedStatement(sql: "SELECT name FROM file WHERE id = ?"), arguments: [id])
    }

    /// Writes what was seen of a file, in place of what is there. How far its texts are stays as it
    /// was.
    ///
    /// - Returns: the file's number.
    @discardableResult
    func save(_ sight: FileSight) throws -> Int {
        let known = try number("SELECT id FROM file WHERE name = ?", [sight.name])
        if known == nil {
            try run(
                """
                INSERT INTO file (name, device, inode, size, modified, changed, log_inode, \
                log_size, log_modified, log_changed, seen, branches, subagents, held, pinned, \
                archived, events, text_position) \
                VALUES (?, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
                """, [sight.name])
        }
        let id = known ?? Int(database.lastInsertedRowID)
        try save(sight.stamp, seen: sight.seen, ofFile: id)
        try run("DELETE FROM branch WHERE file = ?", [id])
        switch sight.facts {
        case .success(let facts):
            try save(facts, repository: sight.repository, ofFile: id)
            for branch in facts.branches { try save(branch, ofFile: id) }
        case .failure(let error):
            try run(
                "UPDATE file SET error = ?, message = ?, main = NULL WHERE id = ?",
                [error.code.rawValue, error.message, id])
        }
        return id
    }

    /// Writes what a file was like when it was looked at.
    func save(_ stamp: FileStamp, seen: Int, ofFile id: Int) throws {
        let (file, log) = (stamp.file, stamp.log)
        try run(
            """
            UPDATE file SET device = ?, inode = ?, size = ?, modified = ?, changed = ?, \
            log_inode = ?, log_size = ?, log_modified = ?, log_changed = ?, seen = ? WHERE id = ?
            """,
            [
                file.device, file.inode, file.size, file.modified, file.changed, log?.inode ?? 0,
                log?.size ?? 0, log?.modified ?? 0, log?.changed ?? 0, seen, id,
            ])
    }

    private func save(_ facts: SessionFacts, repository: String?, ofFile id: Int) throws {
        let settings = facts.settings
        try run(
            """
            UPDATE file SET error = NULL, message = NULL, session = ?, main = ?, branches = ?, \
            subagents = ?, held = ?, pinned = ?, archived = ?, source = ?, folder = ?, \
            repository = ?, git_branch = ?, events = ?, epoch = ? WHERE id = ?
            """,
            [
                facts.session, facts.main.number.number, facts.branches.count, facts.subagents,
                facts.isHeld, settings.isPinned, facts.isArchived, settings.source,
                settings.folder, repository, settings.gitBranch, facts.events.number,
                facts.epoch.map { Int64(bitPattern: $0) }, id,
            ])
    }

    /// Gives a session another name in the folder.
    func rename(file id: Int, to name: String) throws {
        try run("UPDATE OR IGNORE file SET name = ? WHERE id = ?", [name, id])
    }

    /// Forgets a file, whose texts are gone already.
    func remove(file id: Int) throws {
        for table in ["branch", "stretch"] {
            try run("DELETE FROM \(table) WHERE file = ?", [id])
        }
        try run("DELETE FROM file WHERE id = ?", [id])
    }

    /// Writes how far a file's texts are.
    func save(_ text: TextState, ofFile id: Int) throws {
        try run(
            "UPDATE file SET text_position = ?, text_epoch = ?, text_digest = ? WHERE id = ?",
            [
                text.position.number, text.epoch.map { Int64(bitPattern: $0) },
                text.digest.map { DatabaseValue(bytes: $0.bytes) }, id,
            ])
    }
}

extension DatabaseValue {
    fileprivate init(bytes: [UInt8]) { self = Data(bytes).databaseValue }
}

extension FileRow {
    static let tables = "file LEFT JOIN branch ON branch.file = file.id AND number = main"

    static let columns =
        "file.id, file.name, device, inode, size, modified, changed, log_inode, log_size, "
        + "log_modified, log_changed, seen, events, epoch, text_position, text_epoch, text_digest, "
        + "error, message, session, branches, subagents, held, pinned, archived, source, folder, "
        + "repository, git_branch, " + PreviewColumns.names

    init(_ row: Row, _ reader: inout PreviewColumns) {
        id = row.int(0)
        let hasLog = row.int(8) != 0
        stamp = FileStamp(
            file: FileSystem.Facts(
                device: row.int(2), inode: row.int(3), size: row.int(4), modified: row.int(5),
                changed: row.int(6)),
            log: !hasLog
                ? nil
                : FileSystem.Facts(
                    device: row.int(2), inode: row.int(7), size: row.int(8), modified: row.int(9),
                    changed: row.int(10)))
        seen = row.int(11)
        events = Position(row.int(12))
        epoch = row.bits(13)
        text = TextState(
            position: Position(row.int(14)), epoch: row.bits(15),
            digest: (row[16] as Data?).flatMap { EventDigest(Array($0)) })
        known = IndexedSession.Known(name: row.text(1), content: Self.content(row, &reader))
    }

    private static func content(
        _ row: Row, _ reader: inout PreviewColumns
    ) -> Result<IndexedSession.Content, SessionError> {
        if let error = row.optionalText(17) {
            return .failure(SessionError.known(as: error, row.text(18)))
        }
        return .success(
            IndexedSession.Content(
                session: row.text(19), preview: reader.preview(row, from: 29),
                branches: row.int(20), subagents: row.int(21), isHeld: row.bool(22),
                isPinned: row.bool(23), isArchived: row.bool(24), source: row.optionalText(25),
                folder: row.optionalText(26), repository: row.optionalText(27),
                gitBranch: row.optionalText(28)))
    }
}
