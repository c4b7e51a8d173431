public import SessionStore

/// Writes a session in a format of ``TranscriptFormat``.
///
/// Records that were imported come out byte for byte, in the order of their file; subagents' files
/// under the names they had. Events that were appended otherwise become records where the format
/// has a form for them.
///
/// ```swift
/// var text: [UInt8] = []
/// try await TranscriptExport(session, as: .markdown).run { _, piece in text += piece }
/// ```
public struct TranscriptExport: Sendable {
    private let exporter: any TranscriptExporter

    /// - Throws: ``SessionError/Code/unknownFormat`` for a format that is read and not written.
    public init(_ session: Session, as format: TranscriptFormat) throws {
        guard let exporter = format.exporter else {
            throw SessionError(
                .unknownFormat, "\(format.title) is read, not written",
                hint: "Export to CloudEvents, which holds all that the session does.")
        }
        self.exporter = exporter.init(session)
    }

    /// Gives `sink` the files piece by piece. Cost: one pass over the log; memory for one event.
    ///
    /// - Parameters:
    ///   - moment: nil: everything that the session holds, all branches, in a format that can;
    ///     otherwise the line of the moment's branch up to there, in one file.
    ///   - identity: the id and the folder that it is to have, of formats whose tools go on with
    ///     it.
    ///   - sink: takes the file, nil for the transcript itself, otherwise the subagent's file
    ///     relative to the folder with the transcript's name (`subagents/agent-1.jsonl`), or what
    ///     the tool wrote beside it (`subagents/agent-1.meta.json`).
    @discardableResult
    public func run(
        at moment: Moment? = nil, under identity: ExportIdentity = .own,
        to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> ExportReport {
        try await exporter.export(at: moment, under: identity, to: sink)
    }

    /// The name of such an export's file, without folders: the one that the transcript had where
    /// the session is an import, and a fork's own.
    ///
    /// - Parameters:
    ///   - moment: what is exported, as for ``run(at:to:)``.
    ///   - stem: the name of the session's file, without folders and ending.
    public func fileName(at moment: Moment? = nil, stem: String) async throws -> String {
        try await exporter.fileName(at: moment, stem: stem)
    }
}
