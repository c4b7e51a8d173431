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
        /// In the session that the transcript goes on, wherever it lies below, or else in a new one
        /// in the folder of its project.
        case projects(ProjectFolders)
    }

    /// Where the session is made, or gone on with.
    public var destination: Destination
    /// nil: told by the file's beginning.
    public var format: TranscriptFormat?
    /// Whether possible secrets are replaced by masks before they are written. The session then
    /// differs from the transcript in them.
    public var isMasking = false
    /// Whether a session of its own is made though the transcript was imported before.
    public var isFresh = false
    /// Whether a transcript that does not begin any more as what was imported of it becomes a
    /// session of its own; otherwise it is an error.
    public var beginsAnew = false
    /// Whose the prompts are; a transcript does not say.
    public var user = "user"
    /// See ``SessionOptions/whileWaiting``.
    public var whileWaiting: @Sendable () -> Void = {}

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
    ///   the transcript is not a continuation of what the session holds;
    ///   `CancellationError` where the task was cancelled before it writes. Nothing is written
    ///   then: what an import writes is there as a whole or not at all.
    public func run(
        _ transcript: String, progress: (@Sendable (ImportProgress) -> Void)? = nil
    ) async throws -> ImportReport {
        let format = try format ?? Self.detect(transcript)
        let importer = try importer(of: format)
        var report: ImportReport
        do {
            report = try await importer.run(self, transcript, progress: progress)
        } catch let error as SessionError where error.code == .transcriptChanged && beginsAnew {
            var own = self
            own.isFresh = true
            report = try await importer.run(own, transcript, progress: progress)
        }
        report.format = format
        for index in report.parts.indices { report.parts[index].format = format }
        return report
    }

    /// Brings what a transcript has into a session that is open already, as part of a transaction.
    package func write(_ transcript: String, into writer: BulkWriter) throws {
        let format = try format ?? Self.detect(transcript)
        try importer(of: format).write(transcript, as: self, into: writer)
    }

    private func importer(of format: TranscriptFormat) throws -> any TranscriptImporter.Type {
        guard let importer = format.importer else {
            throw SessionError(
                .unknownFormat, "\(format.title) is written, not read",
                hint: "Import the transcript it was made from, or a CloudEvents export.")
        }
        return importer
    }

    static func detect(_ path: String) throws -> TranscriptFormat {
        let beginning = try TranscriptBeginning.bytes(of: path)
        if beginning.isEmpty { throw SessionError(.unknownFormat, "\(path) is empty") }
        if beginning.starts(with: "SQLite format 3".utf8) {
            throw SessionError(
                .unknownFormat,
                "\(path) is no transcript but a database, perhaps a session already",
                hint: "See what is in it: \(.log(path: path))")
        }
        guard let format = TranscriptFormat.detect(beginning) else {
            let names = TranscriptFormat.all.filter(\.isRead).map(\.name)
            throw SessionError(
                .unknownFormat, "\(path) is in no format that is known",
                hint: "Name it with \(.nameFormat(names)).")
        }
        return format
    }
}
