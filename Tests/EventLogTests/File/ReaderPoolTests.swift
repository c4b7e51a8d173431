import Dispatch
import Foundation
import SessionTerms
import Synchronization
import Testing

@testable import EventLog

@Suite("The connections that a log is read with")
struct ReaderPoolTests {
    /// Which connection a read came to.
    private static func connection(_ log: LogFile) async throws -> ObjectIdentifier {
        try await log.read { ObjectIdentifier($0.counts) }
    }

    @Test func `one read after another comes to the same connection`() async throws {
        let folder = try TestFolder()
        let log = try LogFile.sample(at: folder.file("a.session"))
        let first = try await Self.connection(log)
        for _ in 0..<5 { #expect(try await Self.connection(log) == first) }
        let writer = try await log.write { ObjectIdentifier($0.reader.counts) }
        #expect(writer != first, "who reads never waits for who writes")
        try await log.close()
    }

    @Test func `reads at the same time get up to four connections, and no more`() async throws {
        let folder = try TestFolder()
        let log = try LogFile.sample(at: folder.file("a.session"))
        var held: [Task<ObjectIdentifier, any Error>] = []
        let gate = DispatchSemaphore(value: 0)
        var seen: Set<ObjectIdentifier> = []
        for _ in 0..<4 {
            let (reading, read) = AsyncStream<ObjectIdentifier>.makeStream()
            held.append(
                Task {
                    try await log.read { reader throws in
                        read.yield(ObjectIdentifier(reader.counts))
                        read.finish()
                        gate.wait()
                        return ObjectIdentifier(reader.counts)
                    }
                })
            for await connection in reading { seen.insert(connection) }
        }
        #expect(seen.count == 4)
        let fifth = Task { try await Self.connection(log) }
        for _ in 0..<4 { gate.signal() }
        for task in held { #expect(seen.contains(try await task.value)) }
        #expect(seen.contains(try await fifth.value))
        try await log.close()
    }

    @Test func `a log in memory, or one that only reads, has one connection`() async throws {
        let folder = try TestFolder()
        try await LogFile.sample(at: folder.file("a.session")).close()
        let path = folder.file("a.session")
        let logs = [
            try LogFile.sample(), try LogFile.open(path, mode: .readOnly, options: .plain),
        ]
        for log in logs {
            let first = try await Self.connection(log)
            #expect(try await Self.connection(log) == first)
            try await log.close()
        }
    }

    @Test func `what rests is closed, and opened again for the next read`() async throws {
        let folder = try TestFolder()
        let log = try LogFile.sample(at: folder.file("a.session"))
        _ = try await Self.connection(log)
        #expect(try await !Self.isAlone(log))
        log.readers.rest()
        #expect(try await Self.isAlone(log))
        #expect(try await log.read { try $0.lastPosition() } == 1)
        try await log.close()
    }

    /// Whether no connection but the writer's has the file open.
    private static func isAlone(_ log: LogFile) async throws -> Bool {
        let alone = LockedNumber()
        try await log.queue.exclusively { rows, _ in alone.add(rows.leaveLog() ? 1 : 0) }
        try log.queue.enableWAL()
        return alone.value == 1
    }

    @Test func `a pool that is closed reads no more`() async throws {
        let folder = try TestFolder()
        let log = try LogFile.sample(at: folder.file("a.session"))
        _ = try await Self.connection(log)
        try log.readers.close()
        await #expect(throws: LogError.self) { try await log.readers.read { _ in } }
        #expect(log.readers.isStill([]), "who is closed cannot tell, and says yes")
        try await log.close()
    }

    @Test func `it tells whether the name still stands for the log that was opened`() async throws {
        let folder = try TestFolder()
        let path = folder.file("a.session")
        let log = try LogFile.sample(at: path)
        let origin = try log.readers.origin()
        #expect(origin.count == 32 && log.readers.isStill(origin))
        var options = LogFile.Options.plain
        options.salt = { [UInt8](repeating: 8, count: 16) }
        try await LogFile.sample(at: folder.file("b.session"), options: options).close()
        #expect(rename(path, folder.file("c.session")) == 0)
        #expect(rename(folder.file("b.session"), path) == 0)
        #expect(!log.readers.isStill(origin))
        try Data("no database at all, but long enough to be looked at".utf8)
            .write(to: URL(filePath: path))
        #expect(!log.readers.isStill(origin))
        try await log.close()
    }

    @Test func `who reads sees what was committed before, and nothing of what comes later`()
        async throws
    {
        let folder = try TestFolder()
        let log = try LogFile.sample(at: folder.file("a.session"))
        let gate = DispatchSemaphore(value: 0)
        let (reading, read) = AsyncStream<Void>.makeStream()
        let reader = Task {
            try await log.read { reader throws in
                let before = try reader.lastPosition()
                read.finish()
                gate.wait()
                return (before, try reader.lastPosition())
            }
        }
        for await _ in reading {}
        _ = try await log.write { try $0.append(NewEntry("note.added"), to: BranchID.first) }
        gate.signal()
        let seen = try await reader.value
        #expect(seen.0 == 1 && seen.1 == 1)
        #expect(try await log.read { try $0.lastPosition() } == 2)
        try await log.close()
    }
}
