public import ArgumentParser
public import SessionFormats
import SessionStore

extension TranscriptFormat: @retroactive ExpressibleByArgument {
    public init?(argument: String) { self.init(name: argument) }

    public static var allValueStrings: [String] { all.map(\.name) }

    public static var defaultCompletionKind: CompletionKind { .list(allValueStrings) }

    public var defaultValueDescription: String { name }
}

/// Every call of SessionFormats that the verbs make, so that there is one place to look at when
/// its interface moves.
enum FormatCalls {
    /// Writes an event as a CloudEvent on a line of its own, of a large one in no more memory.
    static func write(_ event: Event, of session: Session, to output: Output) throws {
        try CloudEvent.encode(event, session: session.id, to: output.bytes)
        try output.line("")
    }

    static func event(line: [UInt8], number: Int) throws -> CloudEvent {
        try EventLineReader.event(line, line: number)
    }

    /// Gives `sink` the export piece by piece, with the file that each piece belongs to: nil for
    /// the transcript itself, otherwise a path inside the folder that goes with it.
    static func export(
        _ session: Session, at moment: Moment?, as format: TranscriptFormat,
        under identity: ExportIdentity = .own,
        to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> [String] {
        let report = try await TranscriptExport(session, as: format)
            .run(at: moment, under: identity, to: sink)
        return notes(leftOut: report.leftOut)
    }

    /// Refuses an export that would leave something out.
    static func check(
        _ session: Session, at moment: Moment?, as format: TranscriptFormat
    ) async throws {
        let notes = try await export(session, at: moment, as: format) { _, _ in }
        guard let note = notes.first else { return }
        throw SessionError(
            .exportIncomplete, "the export would not hold everything: \(note)",
            hint: "Leave --strict out, or export to CloudEvents, which holds all of it.")
    }

    /// The name that an export gets in a folder.
    static func fileName(
        _ session: Session, at moment: Moment?, of path: String, as format: TranscriptFormat
    ) async throws -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? "session"
        let stem = name.hasSuffix(".session") ? String(name.dropLast(".session".count)) : name
        return try await TranscriptExport(session, as: format).fileName(at: moment, stem: stem)
    }

    /// What a person should know of events that a format has no form for.
    static func notes(leftOut: [String: Int]) -> [String] {
        guard !leftOut.isEmpty else { return [] }
        let kinds = leftOut.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
        return ["left out, for the format has no form for it: " + kinds.joined(separator: ", ")]
    }
}
