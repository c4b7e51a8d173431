import Foundation
import SessionFormats
import SessionStore

/// A transcript of another tool, imported, read and written out again.
enum ImporterTarget {
    static func run(_ bytes: [UInt8], as format: TranscriptFormat) {
        Scratch.file("jsonl") { transcript in
            _ = FileManager.default.createFile(atPath: transcript, contents: Data(bytes))
            Scratch.file("session") { path in
                wait {
                    let job = TranscriptImport(to: .file(path), format: format)
                    _ = try await job.run(transcript)
                    let session = try await Session.open(path, mode: .readOnly)
                    do { try await look(at: session, format) } catch {}
                    try await session.close()
                }
            }
        }
    }

    private static func look(at session: Session, _ format: TranscriptFormat) async throws {
        for try await finding in session.verify() {
            law(false, "an import does not verify: \(finding.message)")
        }
        for branch in try await session.branches() {
            _ = try await session.state(at: .head(of: branch.name))
        }
        try await ClaudeCodeExporter(session).export { _, _ in }
        try await CloudEventsExporter(session).export { _ in }
    }
}
