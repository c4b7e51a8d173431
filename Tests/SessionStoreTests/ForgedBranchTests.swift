import CSQLite
import Foundation
import FuzzTargets
import GRDB
import Testing

@testable import EventLog
@testable import SessionStore

@Suite("Branches and snapshots that somebody forged, with right checksums")
struct ForgedBranchTests {
    private func isRefused(_ body: () async throws -> Void) async -> Bool {
        do {
            try await body()
            return false
        } catch {
            return error is SessionError
        }
    }

    @Test(
        arguments: [
            ("UPDATE branch SET name = 'main' WHERE id = 2", "main"),
            ("INSERT INTO branch VALUES (3, 'idea', 1, 5, 0, 0)", "idea"),
            ("UPDATE branch SET fork = 343 WHERE id = 2", "idea"),
            ("UPDATE branch SET fork = 9007199254740991 WHERE id = 2", "idea"),
            ("INSERT INTO branch VALUES (3, 'x', 2, 10, 0, 0)", "x"),
        ] as [(String, BranchName)])
    func `two of one name, and forks beyond the parent's head, are refused and found`(
        sql: String, branch: BranchName
    ) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        try folder.write(try await ForgedSession.bytes.value, "a.session")
        try forge(path, sql)
        #expect(await !findings(path).isEmpty)
        for mode in [Session.Mode.readOnly, .readWrite] {
            guard let session = try? await Session.open(path, mode: mode) else { continue }
            #expect(await isRefused { _ = try await session.branches() })
            #expect(await isRefused { _ = try await session.info() })
            #expect(await isRefused { _ = try await session.previews() })
            #expect(await isRefused { _ = try await session.state(at: .head(of: branch)) })
            #expect(await isRefused { _ = try await collect(session.events(on: branch)) })
            #expect(
                await isRefused { try await session.fork("new", from: .head(of: branch)) })
            #expect(
                await isRefused {
                    try await session.append(
                        [.note("on", by: .system)], to: branch, expecting: .any)
                })
            try? await session.close()
        }
    }

    /// A chain of forks, each with an event of its own.
    private func chain(_ count: Int, _ folder: TemporaryFolder) async throws -> Session {
        let path = folder.file("\(count).session")
        let session = try await Session.create(
            at: path, options: SessionOptions(durability: .relaxed))
        var last = BranchName.main
        for number in 0..<count {
            let name = BranchName(rawValue: "b\(number)")
            try await session.fork(name, from: .head(of: last))
            try await session.append([.note("on \(name)", by: .system)], to: name, expecting: .any)
            last = name
        }
        try await session.close()
        return try await Session.open(path, mode: .readOnly)
    }

    /// Rows and pages that a read looks at.
    private func work(_ session: Session, _ body: () async throws -> Void) async throws -> Int {
        func seen() async throws -> Int {
            try await session.read { $0.reader.counts.rows + $0.reader.pagesSeen }
        }
        let before = try await seen()
        try await body()
        return try await seen() - before
    }

    @Test func `a chain of forks costs as much more as it is longer`() async throws {
        let folder = try TemporaryFolder()
        var costs: [[Int]] = []
        for count in [150, 300] {
            let session = try await chain(count, folder)
            let last = BranchName(rawValue: "b\(count - 1)")
            costs.append([
                try await work(session) { _ = try await session.info() },
                try await work(session) { _ = try await session.branches() },
                try await work(session) { _ = try await session.previews() },
                try await work(session) { _ = try await session.previews(of: [.main]) },
                try await work(session) { _ = try await session.previews(of: [last]) },
                try await work(session) { _ = try await session.state(at: .head(of: last)) },
                try await work(session) { _ = try await collect(session.events(on: last)) },
            ])
            try await session.close()
        }
        for (short, long) in zip(costs[0], costs[1]) {
            #expect(long < short * 5 / 2 + 40, "\(costs)")
        }
    }

    #if os(Linux)
        /// Kilobytes of address space that this process has had at most.
        private func reserved() throws -> Int {
            let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmPeak:") }
            return try #require(line?.split(separator: " ").dropFirst().first.flatMap { Int($0) })
        }

        @Test func `a snapshot that claims 200 million entries is none, and reserves nothing`()
            async throws
        {
            let folder = try TemporaryFolder()
            let path = folder.file("a.session")
            try folder.write(try await ForgedSession.bytes.value, "a.session")
            let intact = await readings(path)
            var state: [UInt8] = []
            state.append(varint: 200_000_000)
            state += [UInt8](repeating: 0, count: 64 << 10)
            try forge(
                path, "UPDATE snapshot SET state = ? WHERE projection = '\(Subjects.name)'",
                [.bytes(state)])
            let before = try reserved()
            #expect(await readings(path) == intact)
            #expect(await !findings(path).isEmpty)
            #expect(try reserved() - before < 1 << 20)
        }
    #endif
}

extension LogReader {
    /// Pages that this connection has looked at since it was opened.
    fileprivate var pagesSeen: Int {
        [SQLITE_DBSTATUS_CACHE_HIT, SQLITE_DBSTATUS_CACHE_MISS].reduce(0) { sum, counter in
            var (now, highest): (Int32, Int32) = (0, 0)
            sqlite3_db_status(rows.database.sqliteConnection, counter, &now, &highest, 0)
            return sum + Int(now)
        }
    }
}
