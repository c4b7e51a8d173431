import SessionStore

extension RecordFormat {
    static func run(
        _ job: TranscriptImport, _ transcript: String,
        progress: (@Sendable (ImportProgress) -> Void)?
    ) async throws -> ImportReport {
        do {
            return try await importOnce(job, transcript, progress)
        } catch let error as SessionError where error.code == .fileExists && !job.isFresh {
            // Another process made the session at the same time: it is gone on with.
            return try await importOnce(job, transcript, progress)
        }
    }

    static func write(
        _ transcript: String, as job: TranscriptImport, into writer: some TranscriptWriter
    ) throws {
        let files = TranscriptFiles<Self>(transcript)
        _ = try work(job, files, id: files.transcriptID(), nil).run(into: writer)
    }

    private static func importOnce(
        _ job: TranscriptImport, _ transcript: String,
        _ progress: (@Sendable (ImportProgress) -> Void)?
    ) async throws -> ImportReport {
        let files = TranscriptFiles<Self>(transcript)
        let place = SessionPlace(
            of: transcript, job, format: Self.name, in: try files.workingFolder())
        let id = try files.transcriptID()
        let found = try await place.find(files, id: id)
        let work = work(job, files, id: id, progress)
        do {
            return try await fill(found, for: job, with: work, files)
        } catch let error as SessionError where error.code == .transcriptChanged && found.isLikely {
            // It begins as that session does, and is no fork of it.
            let own = SessionPlace.Found(path: try place.new(), isNew: true)
            return try await fill(own, for: job, with: work, files)
        }
    }

    private static func work(
        _ job: TranscriptImport, _ files: TranscriptFiles<Self>, id: String,
        _ progress: (@Sendable (ImportProgress) -> Void)?
    ) -> RecordImport<Self> {
        RecordImport(
            path: files.path, subagents: files.subagents, transcript: id, user: job.user,
            isMasking: job.isMasking, totalBytes: files.totalBytes, progress: progress)
    }

    private static func fill(
        _ found: SessionPlace.Found, for job: TranscriptImport, with work: RecordImport<Self>,
        _ files: TranscriptFiles<Self>
    ) async throws -> ImportReport {
        let startedAt = found.isNew ? try files.firstTime() : nil
        let outcome = try await SessionPlace.write(
            found.path, isNew: found.isNew, startedAt: startedAt, whileWaiting: job.whileWaiting
        ) { session in
            try await session.bulk { try work.run(into: $0) }
        }
        return ImportReport(found.path, isNew: found.isNew, outcome)
    }
}
