import Platform
import SessionTerms
import Testing

@testable import EventLog

/// A file that this process cannot write is opened as unchanging; permission bits do not bind
/// root, so the pool is made by hand as it would be then.
@Suite("A file that is opened as unchanging")
struct FrozenFileTests {
    private struct Frozen {
        let folder: TestFolder
        let path: String
        let pool: ReaderPool

        init() async throws {
            folder = try TestFolder()
            path = folder.file("a.session")
            try await LogFile.sample(at: path).close()
            let stamp = try #require(FileSystem.stamp(of: path))
            let values = SharedValues(limit: 1 << 20)
            pool = ReaderPool(
                path, writer: try Connection(path: ImmutableURI.of(path), readOnly: true),
                sharesWriter: true, isReadOnly: true, place: try FilePlace(path), frozenAs: stamp,
                isAtRest: false,
                values: values)
        }

        func append() async throws {
            let log = try LogFile.open(path, mode: .readWrite, options: .plain)
            _ = try await log.write { try $0.append(NewEntry("note.added"), to: BranchID.first) }
            try await log.close()
        }

        func last() async throws -> Position { try await pool.read { try $0.lastPosition() } }
    }

    @Test func `as long as nobody changes it, it is read`() async throws {
        let frozen = try await Frozen()
        #expect(try await frozen.last() == 1)
        #expect(throws: Never.self) { try frozen.pool.checkUnchanged() }
        #expect(!frozen.pool.renew(), "there is nothing new")
        try frozen.pool.close()
    }

    @Test func `what was read while someone changed it is worth nothing, until it is renewed`()
        async throws
    {
        let frozen = try await Frozen()
        _ = try await frozen.last()
        try await frozen.append()
        let error = #expect(throws: LogError.self) { try frozen.pool.checkUnchanged() }
        #expect(error?.code == .busy)
        #expect(frozen.pool.renew())
        #expect(throws: Never.self) { try frozen.pool.checkUnchanged() }
        #expect(try await frozen.last() == 2)
        #expect(!frozen.pool.renew())
        try frozen.pool.close()
    }

    @Test(arguments: ["a.session", "50% off?.session", "a #1.session"])
    func `a path is a URI's, whatever is in it`(name: String) async throws {
        let folder = try TestFolder()
        let path = folder.file(name)
        try await LogFile.sample(at: path).close()
        let connection = try Connection(path: ImmutableURI.of(path), readOnly: true)
        #expect(try connection.readNow { try $0.lastPosition() } == 1)
        try connection.close()
        #expect(try folder.names == [name], "SQLite made files beside it")
    }
}
