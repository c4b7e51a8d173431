internal import GRDB

/// What is wrong with one event, or with the file.
package struct LogFinding: Sendable {
    package enum Kind: Sendable {
        case damagedRow, brokenChain, unreadablePayload, database
    }

    package let kind: Kind
    package let position: Int64?
    package let branch: Int64?
    package let revision: Int64?
    package let message: String
}

/// Walks over the whole log in the order written and recomputes every digest, a stretch at a time.
/// It never stops at the first thing that is wrong.
package struct LogVerifier: Sendable {
    private struct End: Sendable {
        var revision: Int64
        var digest: [UInt8]
    }

    /// What one step found out.
    package struct Step: Sendable {
        /// The events that could be read, in order.
        package var entries: [LogEntry] = []
        package var findings: [LogFinding] = []
        package var isLast = false
    }

    private var next: Int64 = 1
    private var ends: [Int64: End] = [:]
    private var failures = 0
    /// Events checked in one step.
    private static let stride: Int64 = 256
    /// Rows read at once.
    private static let batch = 32
    /// After so many events in a row that cannot be read, the rest of the file is given up.
    private static let failureLimit = 1000

    package init() {}

    /// Checks the next stretch of the log.
    package mutating func step(_ reader: LogReader) -> Step {
        var step = Step()
        do {
            let last = try reader.lastPosition()
            let upper = min(last, next + Self.stride - 1)
            guard next <= upper else {
                step.isLast = true
                return step
            }
            var bytes = 0
            // What cannot be read with others is read by itself, to say what is wrong with it.
            var rows: ArraySlice<LogReader.StoredRow> = []
            while next <= upper, failures < Self.failureLimit, bytes < LogReader.batchBytes {
                if rows.isEmpty {
                    rows = (try? reader.rows(fromPosition: next, limit: Self.batch))?[...] ?? []
                }
                let isThere = rows.first?.row.position == next
                check(next, isThere ? rows.popFirst() : nil, reader, &step)
                bytes += step.entries.last.map { $0.body.count + ($0.content?.count ?? 0) } ?? 0
                next += 1
            }
            if failures >= Self.failureLimit {
                step.findings.append(
                    finding(
                        .damagedRow, at: next, "the events from here to #\(last) cannot be read"))
                step.isLast = true
            }
        } catch {
            step.findings.append(finding(.database, at: nil, "the log cannot be read: \(error)"))
            step.isLast = true
        }
        return step
    }

    private mutating func check(
        _ position: Int64, _ known: LogReader.StoredRow?, _ reader: LogReader, _ step: inout Step
    ) {
        do {
            guard let stored = try known ?? reader.stored(at: position, withPayload: true) else {
                step.findings.append(finding(.damagedRow, at: position, "the event is missing"))
                failures += 1
                return
            }
            failures = 0
            try checkPlace(of: stored.row, reader, &step)
            let entry = try reader.entry(stored)
            try checkDigest(of: entry, stored, reader, &step)
            ends[stored.row.branch] = End(
                revision: stored.row.revision, digest: stored.row.digest.bytes)
            step.entries.append(entry)
        } catch let error as LogError {
            failures += error.code == .corruptPayload ? 0 : 1
            let kind: LogFinding.Kind =
                error.code == .corruptPayload ? .unreadablePayload : .damagedRow
            let row = try? reader.stored(at: position, withPayload: false)?.row
            step.findings.append(
                LogFinding(
                    kind: kind, position: position, branch: row?.branch, revision: row?.revision,
                    message: error.message))
            // Go on behind it with what its row says of the chain.
            if let row { ends[row.branch] = End(revision: row.revision, digest: row.digest.bytes) }
        } catch {
            failures += 1
            step.findings.append(finding(.damagedRow, at: position, "\(error)"))
        }
    }

    private mutating func checkPlace(
        of row: LogRow, _ reader: LogReader, _ step: inout Step
    ) throws {
        let end = try end(of: row.branch, reader)
        if row.revision != end.revision + 1 {
            step.findings.append(
                LogFinding(
                    kind: .brokenChain, position: row.position, branch: row.branch,
                    revision: row.revision,
                    message: "it should have revision \(end.revision + 1)"))
        }
    }

    /// Where a line stands before its next event.
    private mutating func end(of branch: Int64, _ reader: LogReader) throws -> End {
        if let end = ends[branch] { return end }
        if branch == BranchRow.control {
            let first =
                try reader.stored(at: 1, withPayload: false)?.row.digest.bytes ?? Chain.start
            return End(revision: 0, digest: first)
        }
        let rows = try reader.branches()
        guard branch <= Int64(rows.count) else { throw LogError.damaged("its branch is missing") }
        let fork = rows[Int(branch) - 1].fork ?? 0
        let line = try Line(of: branch, among: rows)
        guard fork > 0 else { return End(revision: 0, digest: Chain.start) }
        let entry = try reader.entry(revision: fork, on: line, headersOnly: true)
        return End(revision: fork, digest: entry?.digest.bytes ?? Chain.start)
    }

    private mutating func checkDigest(
        of entry: LogEntry, _ stored: LogReader.StoredRow, _ reader: LogReader, _ step: inout Step
    ) throws {
        let header = Chain.Header(
            kind: entry.kind, version: entry.version, dialect: entry.dialect,
            occurred: entry.occurred, recorded: entry.recorded, size: Int(stored.row.size),
            content: stored.row.content.map { Int($0) })
        let previous = try end(of: entry.branch, reader).digest
        let commitment = commitment(of: entry, stored)
        guard Chain.digest(previous: previous, header, commitment: commitment) == entry.digest.bytes
        else {
            step.findings.append(
                LogFinding(
                    kind: .brokenChain, position: entry.position, branch: entry.branch,
                    revision: entry.revision,
                    message: "its digest does not follow from its content and the event before it"))
            return
        }
    }

    private func commitment(of entry: LogEntry, _ stored: LogReader.StoredRow) -> [UInt8] {
        guard let salt = stored.row.salt?.bytes else { return stored.blob ?? [] }
        let personal = Chain.Personal(
            subject: entry.subject, actor: entry.actor ?? "", id: entry.id,
            cause: entry.cause.map { Int($0) }, origin: entry.origin?.bytes)
        guard entry.origin == nil else {
            return Chain.commitment(salt: salt, personal, body: [], content: nil)
        }
        return Chain.commitment(
            salt: salt, personal, body: entry.body, content: entry.content)
    }

    private func finding(
        _ kind: LogFinding.Kind, at position: Int64?, _ message: String
    ) -> LogFinding {
        LogFinding(kind: kind, position: position, branch: nil, revision: nil, message: message)
    }
}

extension LogReader {
    /// SQLite's own check of the whole database
    /// (<https://www.sqlite.org/pragma.html#pragma_integrity_check>).
    package func databaseFindings() -> [LogFinding] {
        var findings: [LogFinding] = []
        func note(_ message: String) {
            findings.append(
                LogFinding(
                    kind: .database, position: nil, branch: nil, revision: nil, message: message))
        }
        do {
            let statement = try SQLStatement(database, "PRAGMA integrity_check(100)")
            defer { statement.reset() }
            while try statement.step() {
                if statement.text(0) != "ok" { note(statement.text(0)) }
            }
        } catch {
            note("\(error)")
        }
        return findings
    }
}
