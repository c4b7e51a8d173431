import SessionStore

/// What a format that is written provides: see ``TranscriptFormat/all``.
protocol TranscriptExporter: Sendable {
    init(_ session: Session)

    /// Gives `sink` the export piece by piece, as ``TranscriptExport/run(at:to:)`` says.
    func export(
        at moment: Moment?, to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> ExportReport

    /// The name that the tool would give the file of such an export, without folders.
    ///
    /// - Parameter stem: that of the session's own file.
    func fileName(at moment: Moment?, stem: String) async throws -> String
}

/// What an export wrote.
public struct ExportReport: Sendable {
    /// Records that came from a transcript, as they were.
    public var records = 0
    /// Events that were turned into records.
    public var converted = 0
    /// Kinds that the format has no form for, with how many there were of each.
    public var leftOut: [String: Int] = [:]
}
