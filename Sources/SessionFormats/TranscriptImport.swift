import Foundation
package import SessionStore

/// Brings a transcript of another tool into a session.
///
/// Every record is kept as it stands, so that exporting gives it back byte for byte. Importing a
/// file that has grown adds what is new; importing the same file again adds nothing.
///
/// ```swift
/// let report = try await TranscriptImport(to: .folder("sessions")).run("0b6e….jsonl")
/// print(report.path, report.events)
/// ```
public struct TranscriptImport: Sendable {
    /// Where the session is to be.
    public enum Destination: Sendable {
        /// In the session of this folder that holds the beginning of the transcript, or else in a
        /// new one that is named after the transcript.
        case folder(String)
        /// In this file, which is created or continued.
        case file(String)
    }

    public var destination: Destination
    /// nil: told by the file's beginning.
    public var format: TranscriptFormat?
    /// Whether possible secrets are replaced by masks before they are written. The session then
    /// differs from the transcript in them.
    public var isMasking = false
    /// Whether a session of its own is made though the transcript was imported before.
    public var isFresh = false
    /// Whose the prompts are; a transcript does not say.
    public var user = "user"

    public init(to destination: Destination, format: TranscriptFormat? = nil) {
        self.destination = destination
        self.format = format
    }

    /// Imports one transcript, with the files of its subagents beside it.
    ///
    /// A new session appears under its name when it is complete; an existing one is changed in one
    /// transaction. Memory does not grow with the transcript's text. Cost: one pass over the file.
    ///
    /// - Parameter progress: called now and then with how far it has come.
    /// - Throws: ``SessionError/Code/unknownFormat``; ``SessionError/Code/transcriptChanged`` when
    ///   the transcript is not a continuation of what the session holds.
    public func run(
        _ transcript: String, progress: (@Sendable (ImportProgress) -> Void)? = nil
    ) async throws -> ImportReport {
        let format = try format ?? Self.detect(transcript)
        switch format {
        case .claudeCode: return try await runClaudeCode(transcript, progress)
        case .cloudEvents: return try await runCloudEvents(transcript)
        case .markdown:
            throw SessionError(
                .unknownFormat, "Markdown is written, not read",
                hint: "Import the transcript it was made from, or a CloudEvents export.")
        }
    }

    private static func detect(_ path: String) throws -> TranscriptFormat {
        var reader = try LineReader(path)
        defer { reader.close() }
        let beginning = Array(try reader.peek().prefix(1 << 16))
        if beginning.isEmpty { throw SessionError(.unknownFormat, "\(path) is empty") }
        if beginning.starts(with: "SQLite format 3".utf8) {
            throw SessionError(
                .unknownFormat,
                "\(path) is no transcript but a database, perhaps a session already",
                hint: "See what is in it: session log \(path)")
        }
        guard let format = TranscriptFormat.detect(beginning) else {
            throw SessionError(
                .unknownFormat, "\(path) is in no format that is known",
                hint: "Name it with --format claude-code or --format cloudevents.")
        }
        return format
    }

    /// Imports; where another process made the session at the same time, goes on with that one.
    private func runClaudeCode(
        _ transcript: String, _ progress: (@Sendable (ImportProgress) -> Void)?
    ) async throws -> ImportReport {
        do {
            return try await importClaudeCode(transcript, progress)
        } catch let error as SessionError where error.code == .fileExists && !isFresh {
            return try await importClaudeCode(transcript, progress)
        }
    }

    private func importClaudeCode(
        _ transcript: String, _ progress: (@Sendable (ImportProgress) -> Void)?
    ) async throws -> ImportReport {
        let files = TranscriptFiles(transcript)
        let place = SessionPlace(
            destination: destination, isFresh: isFresh, stem: files.stem)
        let id = try files.transcriptID()
        let found = try await place.find(transcript, id: id)
        do {
            return try await importClaudeCode(files, id, into: found, progress)
        } catch let error as SessionError where error.code == .transcriptChanged && found.isLikely {
            // It begins as that session does, and is no fork of it.
            let own = SessionPlace.Found(path: try place.new(), isNew: true)
            return try await importClaudeCode(files, id, into: own, progress)
        }
    }

    private func importClaudeCode(
        _ files: TranscriptFiles, _ id: String, into found: SessionPlace.Found,
        _ progress: (@Sendable (ImportProgress) -> Void)?
    ) async throws -> ImportReport {
        let job = claudeCode(files.path, files, id: id, progress)
        let startedAt = found.isNew ? try files.firstTime() : nil
        let outcome = try await SessionPlace.write(
            found.path, isNew: found.isNew, startedAt: startedAt
        ) { session in
            try await session.bulk { try job.run(into: $0) }
        }
        var report = ImportReport(path: found.path, isNew: found.isNew)
        report.home = outcome.home
        report.events = outcome.events
        report.records = outcome.records
        report.damaged = outcome.damaged
        report.add(secrets: outcome.secrets)
        report.isMasked = outcome.isMasked
        report.unfinishedBytes = outcome.unfinishedBytes
        return report
    }

    private func claudeCode(
        _ transcript: String, _ files: TranscriptFiles, id: String,
        _ progress: (@Sendable (ImportProgress) -> Void)?
    ) -> ClaudeCodeImport {
        ClaudeCodeImport(
            path: transcript, subagents: files.subagents, transcript: id, user: user,
            isMasking: isMasking, totalBytes: files.totalBytes, progress: progress)
    }

    /// Brings what a transcript has into a session that is open already, as part of a transaction.
    package func write(_ transcript: String, into writer: BulkWriter) throws {
        guard try format ?? Self.detect(transcript) == .claudeCode else {
            _ = try CloudEventsImport(transcript).rebuild(into: writer)
            return
        }
        let files = TranscriptFiles(transcript)
        let job = claudeCode(transcript, files, id: try files.transcriptID(), nil)
        _ = try job.run(into: writer)
    }

    private func runCloudEvents(_ transcript: String) async throws -> ImportReport {
        let place = SessionPlace(
            destination: destination, isFresh: isFresh, stem: TranscriptFiles(transcript).stem)
        let path = try place.new()
        let job = try CloudEventsImport(transcript)
        let outcome = try await SessionPlace.write(
            path, isNew: true, startedAt: job.startedAt
        ) {
            try await job.run(into: $0)
        }
        var report = ImportReport(path: path, isNew: true)
        report.events = outcome.events
        report.records = outcome.events
        report.leftOut = outcome.leftOut
        return report
    }
}
