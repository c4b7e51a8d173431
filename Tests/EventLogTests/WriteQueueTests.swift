import Foundation
import Testing

@testable import EventLog

@Suite("The queue of writes")
struct WriteQueueTests {
    /// Whoever asked whether the log is open before it was closed comes to the queue afterwards.
    @Test func `once it finishes it takes nothing more, and leaves nothing behind`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "a.session").path
        let options = LogFile.Options(
            pageSize: 2048, salt: { [UInt8](repeating: 7, count: 16) })
        try LogFile.create(at: path, options: options) { _ in }
        let files = [
            try LogFile.open(path, mode: .readWrite, options: options),
            try LogFile.inMemory(options: options) { _ in },
        ]
        for file in files {
            try await file.close()
            let errors = await [
                error { try await file.queue.submit(effort: .fast, isRepeatable: false) { _ in } },
                error { try await file.queue.exclusively { _, _ in } },
            ]
            #expect(errors.map { ($0 as? LogError)?.code } == [.closed, .closed])
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.session"])
    }

    private func error(_ body: () async throws -> Void) async -> (any Error)? {
        do {
            try await body()
            return nil
        } catch {
            return error
        }
    }
}
