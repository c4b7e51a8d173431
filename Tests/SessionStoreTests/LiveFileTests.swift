import Foundation
import SessionStore
import Testing

@Suite("Live events of a file that is taken away", .timeLimit(.minutes(10)))
struct LiveFileTests {
    enum Deed: CaseIterable {
        case delete, move, replace, moveFolder, deleteFolder

        func run(_ folder: URL) throws {
            let files = FileManager.default
            let file = folder.appending(path: "a.session")
            let aside = folder.deletingLastPathComponent().appending(path: "aside")
            switch self {
            case .delete: try files.removeItem(at: file)
            case .move: try files.moveItem(at: file, to: aside)
            case .replace:
                try Data("no session".utf8).write(to: aside)
                #expect(rename(aside.path, file.path) == 0)
            case .moveFolder: try files.moveItem(at: folder, to: aside)
            case .deleteFolder: try files.removeItem(at: folder)
            }
        }

        var told: String {
            switch self {
            case .replace: "replaced"
            case .move: "moved away"
            case .delete, .moveFolder, .deleteFolder: "was deleted, or its folder was moved"
            }
        }
    }

    @Test(arguments: Deed.allCases, [Session.Mode.readWrite, .readOnly])
    func `the follower says so and ends, after everything that was written`(
        deed: Deed, mode: Session.Mode
    ) async throws {
        let outer = try TemporaryFolder()
        let folder = URL(filePath: outer.file("in"))
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.appending(path: "a.session").path
        let writer = try await Session.create(at: path)
        let reader = try await Session.open(path, mode: mode)
        let (seen, see) = AsyncStream<Int>.makeStream()
        let follower = Task {
            for try await event in reader.events(from: 1) { see.yield(event.revision.number) }
        }
        var revisions = seen.makeAsyncIterator()
        #expect(await revisions.next() == 1)
        for number in 2...200 {
            try await writer.append([.note("\(number)", by: .system)], to: .main, expecting: .any)
        }
        try deed.run(folder)
        let error = await #expect(throws: SessionError.self) { try await follower.value }
        #expect(error?.code == .fileGone, "\(String(describing: error))")
        #expect(error?.message.contains(deed.told) ?? false, "\(error?.message ?? "")")
        see.finish()
        var last = 1
        while let revision = await revisions.next() {
            #expect(revision == last + 1)
            last = revision
        }
        #expect(last == 200)
        let again = await #expect(throws: SessionError.self) {
            try await collect(reader.events(from: 1))
        }
        #expect(again?.code == .fileGone)
        try? await reader.close()
        try? await writer.close()
    }

    @Test
    func `another file copied over it is noticed, though the place and the inode are the same`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        try await Session.create(at: path, title: "A").close()
        try await Session.create(at: folder.file("b.session"), title: "B").close()
        for other in [try folder.bytes("b.session"), Array("no session at all".utf8)] {
            let original = try folder.bytes("a.session")
            let reader = try await Session.open(path, mode: .readOnly)
            var events = reader.events(from: 1).makeAsyncIterator()
            for revision in 1...2 as ClosedRange<Revision> {
                #expect(try await events.next()?.revision == revision)
            }
            try folder.overwrite("a.session", with: other)
            let error = await #expect(throws: SessionError.self) { try await events.next() }
            #expect(error?.code == .fileGone && error?.message.contains("overwritten") ?? false)
            try? await reader.close()
            try folder.overwrite("a.session", with: original)
        }
    }

    @Test func `what happens to other files in the folder is nobody's business`() async throws {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        var events = session.events(from: 1).makeAsyncIterator()
        _ = try await events.next()
        for name in ["b", "a", "a.sessio", "a.session2", "a.session-lock2", "xa.session"] {
            try folder.write([1, 2, 3], name)
            try FileManager.default.removeItem(atPath: folder.file(name))
        }
        try await session.append([.note("2", by: .system)], to: .main, expecting: .any)
        #expect(try await events.next()?.revision == 2)
        try await session.close()
    }

    @Test func `a file that was moved while it was followed is whole, and its place is free`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        try await Session.create(at: path).close()
        let reader = try await Session.open(path, mode: .readOnly)
        var events = reader.events(from: 1).makeAsyncIterator()
        _ = try await events.next()
        let writer = try await Session.open(path)
        try await writer.append([.note("2", by: .system)], to: .main, expecting: .any)
        try await writer.close()
        #expect(try await events.next()?.revision == 2)
        try FileManager.default.moveItem(atPath: path, toPath: folder.file("b.session"))
        let moved = try await Session.open(folder.file("b.session"))
        #expect(try await moved.resolve(.head(of: .main)).revision == 2)
        let new = try await Session.create(at: path)
        #expect(new.id != moved.id)
        #expect(try await new.resolve(.head(of: .main)).revision == 1)
        for session in [reader, moved, new] { try await session.close() }
    }

    @Test func `no session is made where another one's last events lie`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        try await Session.create(at: path).close()
        try FileManager.default.removeItem(atPath: path)
        try folder.write([1, 2, 3], "a.session-wal")
        let error = await #expect(throws: SessionError.self) { try await Session.create(at: path) }
        #expect(error?.code == .fileExists && error?.message.contains("-wal") ?? false)
        #expect(try folder.contents == ["a.session-wal"])
    }
}

extension TemporaryFolder {
    /// Writes into the file that is there, as `cp` does.
    fileprivate func overwrite(_ name: String, with bytes: [UInt8]) throws {
        let handle = try FileHandle(forWritingTo: URL(filePath: file(name)))
        try handle.truncate(atOffset: 0)
        try handle.write(contentsOf: Data(bytes))
        try handle.close()
    }
}
