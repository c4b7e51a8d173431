import Foundation
import SessionStore
import Testing

@testable import SessionFormats

@Suite("Imports in a cancelled task")
struct CancelledImportTests {
    @Test func `no session appears, and the next import makes it`() async throws {
        let scratch = try Scratch()
        let folder = scratch.path
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await TranscriptImport(to: .folder(folder)).run(Samples.sample).events
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        let report = try await TranscriptImport(to: .folder(folder)).run(Samples.sample)
        #expect(report.isNew && report.events > 90)
    }

    @Test func `a session that is there keeps what it has`() async throws {
        let scratch = try Scratch()
        let folder = scratch.path
        let path = try await TranscriptImport(to: .folder(folder)).run(Samples.sample).path
        let session = try await Session.open(path)
        let before = try await session.branches()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await TranscriptImport(to: .file(path)).run(Samples.requestLog).events
        }
        _ = await task.result
        #expect(try await session.branches() == before)
        try await session.close()
    }
}
