import SessionStore

/// What a format that is written provides: see ``TranscriptFormat/all``.
protocol TranscriptExporter: Sendable {
    init(_ session: Session)

    /// Gives `sink` the export piece by piece, as ``TranscriptExport/run(at:to:)`` says.
    func export(
        at moment: Moment?, to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> ExportReport

    /// The same under another id, and for another folder, where a tool goes on with it.
    func export(
        at moment: Moment?, under identity: ExportIdentity,
        to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> ExportReport

    /// The name that the tool would give the file of such an export, without folders.
    ///
    /// - Parameter stem: that of the session's own file.
    func fileName(at moment: Moment?, stem: String) async throws -> String
}

extension TranscriptExporter {
    func export(
        at moment: Moment?, under identity: ExportIdentity,
        to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> ExportReport {
        try await export(at: moment, to: sink)
    }
}

/// What an export says that it is.
public struct ExportIdentity: Sendable {
    /// The id that it carries; nil: the transcript's, and of a branch one of its own.
    public var id: String?
    /// The working folder that it is for; nil: the recorded one. Paths in the recorded folder
    /// become paths in this one.
    public var folder: String?

    /// That of the transcript, or of the branch.
    public static let own = ExportIdentity()

    public init(id: String? = nil, folder: String? = nil) {
        self.id = id
        self.folder = folder
    }
}

/// What an export wrote.
public struct ExportReport: Sendable {
    /// Records that came from a transcript, as they were.
    public var records = 0
    /// Events that were turned into records.
    public var converted = 0
    /// What the format has no form for, kinds of events or parts of them, with how many there were
    /// of each.
    public var leftOut: [String: Int] = [:]
}
