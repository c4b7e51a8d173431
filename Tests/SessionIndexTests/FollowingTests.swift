import Foundation
import SessionStore
import Testing

@testable import SessionIndex

@Suite("A folder that a program holds open")
struct FollowingTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    /// Waits until the index knows the texts of a session by itself.
    private func isIndexed(_ name: String, in index: FolderIndex) async throws -> Bool {
        for _ in 0..<1_200 {
            let file = try await index.tables.read { try $0.file("\(name).session") }
            if let file, !file.isBehind { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    @Test func `what comes and what grows is indexed by itself`() async throws {
        try await folder.make("a", .said("the first needle"))
        let index = try await folder.open()
        try index.follow()
        #expect(try await isIndexed("a", in: index))
        try await folder.make("b", .said("the second needle"))
        #expect(try await isIndexed("b", in: index))
        try await folder.add("a", .said("one more"))
        for _ in 0..<300
        where try await index.tables.read({ try $0.file("a.session") })?.events != 3 {
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(try await isIndexed("a", in: index))
        try await index.close()
    }

    @Test func `each search finds what was done just before it`() async throws {
        try await folder.make("a", .said("the first needle"))
        let index = try await folder.open()
        try index.follow()
        func found() async throws -> [String] {
            try await index.search(TextQuery("needle")).hits.map(\.name).sorted()
        }
        #expect(try await found() == ["a.session"])
        for round in 1...3 {
            try await folder.make("b\(round)", .said("needle number \(round)"))
            #expect(try await found().count == round + 1)
        }
        try FileManager.default.removeItem(atPath: folder.file("b1"))
        try FileManager.default.moveItem(atPath: folder.file("b2"), toPath: folder.file("c"))
        #expect(try await found() == ["a.session", "b3.session", "c.session"])
        // Another session in its place, whose file a search had open a moment before.
        try await folder.make("other", .said("nothing of it"))
        try FileManager.default.removeItem(atPath: folder.file("a"))
        try FileManager.default.moveItem(atPath: folder.file("other"), toPath: folder.file("a"))
        #expect(try await found() == ["b3.session", "c.session"])
        try await index.close()
    }

    @Test func `a session is followed while its folder is, and when it is not any more`()
        async throws
    {
        try await folder.make("a", .said("one"))
        let index = try await folder.open()
        try index.follow()
        let reader = try await Session.open(folder.file("a"), mode: .readOnly)
        let (texts, told) = AsyncStream.makeStream(of: String.self)
        let follower = Task {
            for try await event in reader.events(on: .main, from: 2, live: true) {
                told.yield(event.message?.text ?? "")
            }
        }
        var come = texts.makeAsyncIterator()
        #expect(await come.next() == "one")
        try await folder.add("a", .said("two"))
        #expect(await come.next() == "two")
        #expect(try await index.search(TextQuery("two")).hits.count == 1)
        try await index.close()
        try await folder.add("a", .said("three"))
        #expect(await come.next() == "three")
        // And the other way round.
        let again = try await folder.open()
        try again.follow()
        #expect(try await isIndexed("a", in: again))
        follower.cancel()
        try await follower.value
        try await reader.close()
        try await folder.make("b", .said("four"))
        #expect(try await isIndexed("b", in: again))
        try await again.close()
    }

    /// The code that the pages show, as it stands there.
    @Test func `a folder is opened, listed, searched and closed`() async throws {
        try await folder.make("a", .said("the deadlock"))
        let folder = folder.path
        let index = try await FolderIndex.open(SessionFolder(folder))
        try index.follow()  // for as long as it is open
        for row in try await index.sessions() { print(row.name) }
        for hit in try await index.search(TextQuery("deadlock")).hits {
            print(hit.name, hit.moment, hit.excerpt.text)
        }
        try await index.close()
    }

    @Test func `a damaged index of a folder that is followed is made anew`() async throws {
        try await folder.make("a", .said("the needle"))
        let index = try await folder.open()
        try index.follow()
        #expect(try await isIndexed("a", in: index))
        try Data(repeating: 7, count: 9_000).write(to: URL(filePath: folder.indexFile))
        let other = try await folder.open()
        #expect(try await other.search(TextQuery("needle")).hits.count == 1)
        try await other.close()
        #expect(try await index.sessions().count == 1)
        try await index.close()
    }

    @Test func `another folder in the place of the one that is followed is looked at`() async throws
    {
        try await folder.make("a", .said("the needle"))
        let index = try await folder.open()
        try index.follow()
        #expect(try await isIndexed("a", in: index))
        _ = try await index.sessions()
        try FileManager.default.moveItem(atPath: folder.path, toPath: folder.path + "-moved")
        defer { try? FileManager.default.removeItem(atPath: folder.path + "-moved") }
        await #expect(throws: SessionError.self) { try await index.sessions() }
        try FileManager.default.createDirectory(
            atPath: folder.path, withIntermediateDirectories: false)
        try await folder.make("b", .said("another"))
        #expect(try await index.sessions().map(\.name) == ["b.session"])
        try await index.close()
    }

    @Test func `a folder without sessions gets its index with the first one`() async throws {
        let index = try await folder.open()
        #expect(try await index.sessions().isEmpty && !index.isKept)
        try await folder.make("a", .said("the needle"))
        #expect(try await index.search(TextQuery("needle")).hits.count == 1)
        #expect(index.isKept && FileManager.default.fileExists(atPath: folder.indexFile))
        try await index.close()
    }

    #if os(Linux)
        @Test func `sessions that a search had open are closed with the index`() async throws {
            // What people said stands in the index; for what models did, sessions are opened.
            for number in 1...40 {
                try await folder.make(
                    "s\(number)", .response("needle \(number)", by: .model("opus")))
            }
            let index = try await folder.open()
            try index.follow()
            var query = TextQuery("needle")
            query.limit = 40
            for _ in 1...3 { #expect(try await index.search(query).hits.count == 40) }
            try await index.close()
            #expect(try openFiles() == 0)
        }

        /// How many sessions of the folder this process has open.
        private func openFiles() throws -> Int {
            let open = "/proc/self/fd"
            return try FileManager.default.contentsOfDirectory(atPath: open).count {
                let path = try? FileManager.default.destinationOfSymbolicLink(
                    atPath: "\(open)/\($0)")
                return path?.hasPrefix(folder.path) == true && path?.hasSuffix(".session") == true
            }
        }
    #endif

    /// SQLite cannot be stopped within its full-text index without ending the process.
    @Test func `who cancels does not stop the index in the middle`() async throws {
        try await folder.make("a", .said("the first needle"))
        let index = try await folder.open()
        #expect(try await index.search(TextQuery("needle")).hits.count == 1)
        for isWriting in [true, false] {
            let (begun, begin) = AsyncStream.makeStream(of: Void.self)
            let cancelled = DispatchSemaphore(value: 0)
            let body: @Sendable (IndexRows) throws -> Bool = { rows in
                begin.finish()
                cancelled.wait()
                return try rows.file("a.session") != nil
            }
            let work = Task {
                try await isWriting ? index.tables.write(body) : index.tables.read(body)
            }
            for await _ in begun {}
            work.cancel()
            cancelled.signal()
            #expect(try await work.value)
        }
        #expect(try await index.search(TextQuery("needle")).hits.count == 1)
        try await index.close()
    }
}
