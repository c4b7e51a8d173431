import Foundation
import Testing

@testable import EventLog

@Suite("Files that are being made")
struct DraftTests {
    private func code(_ body: () throws -> Void) -> LogError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? LogError)?.code
        }
    }

    private func write(_ path: String) throws { try Data("x".utf8).write(to: URL(filePath: path)) }

    @Test func `it lies hidden beside its place until it is published, then nothing else does`()
        throws
    {
        let folder = try TestFolder()
        let draft = try Draft(of: folder.file("a.session"))
        try write(draft.path)
        #expect(try folder.names.allSatisfy { $0.hasPrefix(".a.session.new-") })
        try draft.publish()
        draft.remove()
        #expect(try folder.names == ["a.session"])
    }

    @Test func `where there is something already it is refused, early and late`() throws {
        let folder = try TestFolder()
        let draft = try Draft(of: folder.file("a.session"))
        try write(draft.path)
        try write(folder.file("a.session"))
        #expect(code { _ = try Draft(of: folder.file("a.session")) } == .fileExists)
        #expect(code { try draft.publish() } == .fileExists)
        draft.remove()
        #expect(try folder.names == ["a.session"])
        #expect(code { _ = try Draft(of: folder.file("none/a.session")) } == .fileNotFound)
    }

    /// A maker that has its hold's file and not yet the lock on it looks like nobody.
    @Test func `who cleans up takes nothing from who begins just then`() async throws {
        let folder = try TestFolder()
        let place = folder.file("")
        let cleaning = Task.detached {
            while !Task.isCancelled {
                Draft.removeAbandoned(beside: place + "x.session")
                await Task.yield()
            }
        }
        // So that makers are stopped anywhere, for as long as it takes.
        let burning = (0..<6).map { _ in Thread { while !Thread.current.isCancelled {} } }
        for thread in burning { thread.start() }
        defer {
            cleaning.cancel()
            for thread in burning { thread.cancel() }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for maker in 0..<4 {
                let target = place + "\(maker).session"
                group.addTask { for _ in 0..<400 { try Self.makeAndRemove(target) } }
            }
            try await group.waitForAll()
        }
        #expect(try folder.names.isEmpty)
    }

    private static func makeAndRemove(_ target: String) throws {
        let draft = try Draft(of: target)
        try Data("x".utf8).write(to: URL(filePath: draft.path))
        try draft.publish()
        draft.remove()
        try FileManager.default.removeItem(atPath: target)
    }

    @Test func `what nobody works on any more is removed by the next, what is in work is not`()
        throws
    {
        let folder = try TestFolder()
        let held = try Draft(of: folder.file("a.session"))
        try write(held.path)
        for name in [".a.session.new-dead", ".a.session.new-dead-wal", ".a.session.new-dead-hold"] {
            try write(folder.file(name))
        }
        // Another's is known by its hold, and a name alone is no draft.
        for name in [".b.session.new-x", ".b.session.new-x-hold", ".c.session.new-y"] {
            try write(folder.file(name))
        }
        let next = try Draft(of: folder.file("a.session"))
        next.remove()
        let names = try folder.names
        #expect(names.filter { $0.contains("dead") || $0.hasPrefix(".b") } == [])
        #expect(names.contains(".c.session.new-y"))
        #expect(FileManager.default.fileExists(atPath: held.path))
        held.remove()
        #expect(try folder.names == [".c.session.new-y"])
    }

    @Test func `a log with content that was left under its name is in the way`() throws {
        let folder = try TestFolder()
        let draft = try Draft(of: folder.file("a.session"))
        try write(draft.path)
        try write(folder.file("a.session-wal"))
        #expect(code { try draft.publish() } == .logLeft)
        try Data().write(to: URL(filePath: folder.file("a.session-wal")))
        try write(folder.file("a.session-shm"))
        try draft.publish()
        draft.remove()
        #expect(try folder.names == ["a.session"])
    }

    @Test func `a draft whose own log was not written back is not published`() throws {
        let folder = try TestFolder()
        let draft = try Draft(of: folder.file("a.session"))
        try write(draft.path)
        try write(draft.path + "-wal")
        #expect(code { try draft.publish() } == .diskFull)
        draft.remove()
        #expect(try folder.names.isEmpty)
    }
}
