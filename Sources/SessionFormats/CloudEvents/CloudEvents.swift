import SessionStore

extension TranscriptFormat {
    /// One CloudEvents 1.0 object a line, as this library writes sessions.
    public static let cloudEvents = TranscriptFormat(
        "cloudevents", title: "CloudEvents", importer: CloudEvents.self,
        exporter: CloudEventsExporter.self)
}

/// Sessions as this library writes them: an import makes a session of its own.
enum CloudEvents: TranscriptImporter {
    static let endings = ["jsonl"]
    static let goesOn = false

    static func recognises(_ beginning: TranscriptBeginning) -> Bool {
        beginning.records.contains { $0["specversion"]?.string == "1.0" }
    }

    static func run(
        _ job: TranscriptImport, _ transcript: String,
        progress: (@Sendable (ImportProgress) -> Void)?
    ) async throws -> ImportReport {
        let path = try SessionPlace(of: transcript, job, format: "cloudevents").new()
        let work = try CloudEventsImport(transcript)
        let outcome = try await SessionPlace.write(
            path, isNew: true, startedAt: work.startedAt
        ) {
            try await work.run(into: $0)
        }
        var report = ImportReport(path: path, isNew: true)
        report.events = outcome.events
        report.records = outcome.events
        report.leftOut = outcome.leftOut
        return report
    }

    static func write(
        _ transcript: String, as job: TranscriptImport, into writer: some TranscriptWriter
    ) throws {
        _ = try CloudEventsImport(transcript).rebuild(into: writer)
    }
}
