import Foundation
import Platform
import SessionStore
import Testing

@testable import SessionIndex

@Suite("An index follows its folder")
struct ChangeTests {
    private let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private func titles(_ index: FolderIndex) async throws -> [String: String] {
        let rows = try await index.sessions()
        return Dictionary(
            uniqueKeysWithValues: rows.map {
                ($0.name, (try? $0.content.get())?.preview.title ?? "unreadable")
            })
    }

    @Test func `what appears, grows, moves, is replaced and goes is noticed`() async throws {
        try await folder.make("a", title: "A")
        let index = try await folder.open()
        #expect(try await titles(index) == ["a.session": "A"])
        try await folder.make("b", title: "B")
        #expect(try await titles(index).count == 2)
        try await folder.add("a", .title("A, longer", by: .system))
        #expect(try await titles(index)["a.session"] == "A, longer")
        let files = FileManager.default
        try files.moveItem(atPath: folder.file("a"), toPath: folder.file("c"))
        #expect(try await titles(index) == ["b.session": "B", "c.session": "A, longer"])
        try Data(contentsOf: URL(filePath: folder.file("b")))
            .write(to: URL(filePath: folder.file("c")))
        #expect(try await titles(index) == ["b.session": "B", "c.session": "B"])
        try files.removeItem(atPath: folder.file("b"))
        #expect(try await titles(index) == ["c.session": "B"])
        try await index.close()
    }

    @Test func `what a writer has not yet moved into the file is seen`() async throws {
        try await folder.make("a", title: "A")
        let index = try await folder.open()
        _ = try await index.sessions()
        let writer = try await Session.open(folder.file("a"))
        for number in 1...3 {
            try await writer.append(
                [.title("Title \(number)", by: .system)], to: .main, expecting: .any)
            #expect(try await titles(index)["a.session"] == "Title \(number)")
        }
        try await writer.close()
        #expect(try await titles(index)["a.session"] == "Title 3")
        try await index.close()
    }

    private func stamp(
        inode: Int = 1, size: Int = 10, modified: Int = 5, log: Int? = nil
    ) -> FileStamp {
        FileStamp(
            file: FileSystem.Facts(
                device: 1, inode: inode, size: size, modified: modified, changed: modified),
            log: log.map {
                FileSystem.Facts(device: 1, inode: 9, size: $0, modified: 5, changed: 5)
            })
    }

    private func row(_ name: String, _ stamp: FileStamp, seen: Int = 9_000_000_000) -> FileRow {
        FileRow(
            id: 1, stamp: stamp, seen: seen,
            known: IndexedSession.Known(
                name: name, content: .failure(SessionError(.damaged, ""))), events: 0, epoch: nil,
            text: TextState())
    }

    @Test func `a file is looked at again where anything of it is otherwise, and only then`() {
        let known = stamp()
        func changed(_ now: FileStamp, seen: Int = 9_000_000_000) -> [String] {
            var changes = FolderChanges(
                FolderScan(stamps: ["a": now], time: 0),
                known: ["a": row("a", known, seen: seen)], names: nil)
            return changes.takeChanged()
        }
        #expect(changed(known) == [])
        #expect(changed(stamp(inode: 2)) == ["a"])
        #expect(changed(stamp(size: 11)) == ["a"])
        #expect(changed(stamp(modified: 6)) == ["a"])
        #expect(changed(stamp(log: 32)) == ["a"])
        // It was looked at right after it changed: it may have changed once more since.
        #expect(changed(known, seen: 50_000_000) == ["a"])
        // Times in whole seconds are an old system's.
        let old = stamp(modified: 1_000_000_000)
        #expect(old.isYoung(at: 2_900_000_000) && !old.isYoung(at: 3_100_000_000))
        // What stands in a log may not be seen until the disk has it.
        #expect(!known.isYoung(at: 1_500_000_000))
        #expect(stamp(log: 32).isYoung(at: 1_500_000_000))
        #expect(!stamp(log: 32).isYoung(at: 2_500_000_000))
    }

    @Test func `of a few names, only these can be gone`() {
        let scan = FolderScan(stamps: [:], time: 0)
        let known = ["a": row("a", stamp()), "b": row("b", stamp(inode: 2))]
        #expect(FolderChanges(scan, known: known, names: ["a"]).gone.map(\.name) == ["a"])
        #expect(FolderChanges(scan, known: known, names: nil).gone.count == 2)
    }

    @Test(arguments: ["garbage", "cut", "other", "schema"])
    func `a damaged index is made anew`(how: String) async throws {
        try await folder.make("a", title: "A", .said("Find the needle"))
        #expect(try await folder.found("needle") == ["a"])
        let url = URL(filePath: folder.indexFile)
        let bytes = try folder.indexBytes
        switch how {
        case "garbage": try Data(repeating: 7, count: 9_000).write(to: url)
        case "cut": try bytes.prefix(bytes.count / 2 + 100).write(to: url)
        case "other":
            try Data(contentsOf: URL(filePath: folder.file("a"))).write(to: url)
        default:
            let sqlite = Process()
            sqlite.executableURL = URL(filePath: "/usr/bin/env")
            sqlite.arguments = [
                "sqlite3", folder.indexFile,
                "CREATE TRIGGER t AFTER INSERT ON word BEGIN SELECT 1; END",
            ]
            try sqlite.run()
            sqlite.waitUntilExit()
        }
        #expect(try await folder.found("needle") == ["a"])
        #expect(try await folder.names() == ["a"])
    }

    @Test func `each byte of an index may be flipped, and lists and searches give an answer`()
        async throws
    {
        try await folder.make("a", title: "A", .said("Find the needle"))
        #expect(try await folder.found("needle") == ["a"])
        let bytes = try folder.indexBytes
        var random = SystemRandomNumberGenerator()
        for _ in 1...40 {
            var damaged = bytes
            let place = Int.random(in: 0..<bytes.count, using: &random)
            damaged[place] ^= UInt8(1 << Int.random(in: 0...7, using: &random))
            try damaged.write(to: URL(filePath: folder.indexFile))
            #expect(try await folder.names().count <= 1, "byte \(place)")
            _ = try await folder.found("needle")
            try? FileManager.default.removeItem(atPath: folder.indexFile)
            try bytes.write(to: URL(filePath: folder.indexFile))
        }
    }

    @Test func `where it cannot be kept it is made in memory`() async throws {
        try await folder.make("a", title: "A", .said("Find the needle"))
        try FileManager.default.createDirectory(
            atPath: folder.indexFile, withIntermediateDirectories: true)
        let index = try await folder.open()
        #expect(!index.isKept)
        #expect(try await index.sessions().count == 1)
        #expect(try await index.search(TextQuery("needle")).hits.count == 1)
        try await index.close()
    }

    @Test func `a folder without sessions gets no index`() async throws {
        #expect(try await folder.names() == [])
        #expect(try await folder.found("needle") == [])
        #expect(!FileManager.default.fileExists(atPath: folder.indexFile))
    }

    @Test func `several at once find the same`() async throws {
        for number in 1...12 {
            try await folder.make("s\(number)", .said("Find the needle \(number)"))
        }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 1...6 {
                group.addTask { [folder] in
                    try await folder.search(TextQuery("needle")).hits.count
                }
            }
            for try await count in group { #expect(count == 12) }
        }
        let answer = try await folder.search(TextQuery("needle"))
        #expect(answer.counts[.prompt] == 12)
    }

    @Test func `links, other files and hidden ones are passed over`() async throws {
        try await folder.make("a", .said("Find the needle"))
        let files = FileManager.default
        try files.createSymbolicLink(
            atPath: folder.file("link"), withDestinationPath: folder.file("a"))
        try files.createSymbolicLink(
            atPath: folder.path + "/circle", withDestinationPath: folder.path)
        try files.createDirectory(
            atPath: folder.file("folder"), withIntermediateDirectories: true)
        try Data().write(to: URL(filePath: folder.path + "/.hidden.session"))
        try Data().write(to: URL(filePath: folder.path + "/notes.txt"))
        #expect(try await folder.names() == ["a"])
        #expect(try await folder.found("needle") == ["a"])
    }
}
