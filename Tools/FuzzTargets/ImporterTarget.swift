import Foundation
import SessionFormats
import SessionStore

/// A transcript of another tool: brought into a session that stays and is rolled back, or, for each
/// eighth, imported into a session of its own, read and written out again.
enum ImporterTarget {
    static func run(_ bytes: [UInt8], as format: TranscriptFormat) {
        Scratch.file("jsonl") { transcript in
            _ = FileManager.default.createFile(atPath: transcript, contents: Data(bytes))
            if bytes.reduce(0, &+).isMultiple(of: 8) {
                Scratch.file("session") { path in
                    wait { try await importWhole(transcript, to: path, format) }
                }
            } else {
                guard let session else { fatalError("no session to bring transcripts into") }
                wait { try await rehearse(transcript, in: session, format) }
            }
        }
    }

    private struct RolledBack: Error {}

    /// Opened once: making a session takes longer than what is brought into it. To be asked for
    /// where one may wait.
    private static let session: Session? = {
        let path = "\(Scratch.folder)/stays.session"
        wait { try await Session.create(at: path, title: "").close() }
        return waitFor { try await Session.open(path) }
    }()

    private static func rehearse(
        _ transcript: String, in session: Session, _ format: TranscriptFormat
    ) async throws {
        try await session.bulk { writer in
            let job = TranscriptImport(to: .folder(Scratch.folder), format: format)
            try job.write(transcript, into: writer)
            throw RolledBack()
        }
    }

    private static func importWhole(
        _ transcript: String, to path: String, _ format: TranscriptFormat
    ) async throws {
        let job = TranscriptImport(to: .file(path), format: format)
        _ = try await job.run(transcript)
        let session = try await Session.open(path, mode: .readOnly)
        do { try await look(at: session) } catch {}
        try await session.close()
    }

    private static func look(at session: Session) async throws {
        for try await finding in session.verify() {
            law(false, "an import does not verify: \(finding.message)")
        }
        for branch in try await session.branches() {
            _ = try await session.state(at: .head(of: branch.name))
        }
        for format in TranscriptFormat.all where format.isWritten {
            try await TranscriptExport(session, as: format).run { _, _ in }
        }
    }
}
