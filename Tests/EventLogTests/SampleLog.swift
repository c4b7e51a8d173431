import Foundation
import Generators
import SessionTerms
import Testing

@testable import EventLog

/// A folder that is gone after the test.
final class TestFolder: Sendable {
    let path: String

    init() throws {
        path = "/tmp/event-log-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
}

extension LogFile.Options {
    /// With salts, and so epochs, that never come twice.
    static let plain: LogFile.Options = {
        let count = LockedNumber()
        return LogFile.Options(pageSize: 2048) {
            var random = Seeded(state: UInt64(count.add(1)))
            return (0..<16).map { _ in UInt8.random(in: 0...255, using: &random) }
        }
    }()
}

extension LogFile {
    /// A log with a first event, in memory or at a path.
    static func sample(at path: String? = nil, options: Options = .plain) throws -> LogFile {
        let first: @Sendable (LogWriter) throws -> Void = { writer in
            _ = try writer.append(NewEntry("session.created"), to: BranchID.first)
        }
        guard let path else { return try inMemory(options: options, first: first) }
        try create(at: path, options: options, first: first)
        return try open(path, mode: .readWrite, options: options)
    }
}

extension NewEntry {
    init(
        _ kind: EventKind, _ body: String = "{}", subject: String? = nil, content: [UInt8]? = nil,
        id: String? = nil, cause: Revision? = nil, origin: WrittenEntry? = nil
    ) {
        self.init(
            kind: kind, version: 1, dialect: nil, subject: subject,
            actor: .init(rawValue: "user:ana"),
            occurred: Timestamp(microseconds: 1_000_000),
            recorded: Timestamp(microseconds: 1_000_005), cause: cause,
            origin: origin.map { ($0.digest, $0.position) }, id: id, body: Array(body.utf8),
            content: content, resemblesLast: content != nil)
    }
}

/// A log of random events on branches that fork from each other at random, and what it must hold.
struct SampleLog {
    struct Written {
        let branch: BranchID
        let entry: NewEntry
        let place: WrittenEntry
    }

    private(set) var written: [Written] = []
    private(set) var branches: [BranchRow] = []
    private var random: Seeded
    private var values: [String: [UInt8]] = [:]

    /// Writes it at the end of a new log.
    init(_ writer: LogWriter, seed: UInt64, events: Int, branches limit: Int = 6) throws {
        random = Seeded(state: seed)
        branches = try writer.branches()
        for _ in 0..<events {
            if branches.count < limit, random.number(0...9) == 0 { try fork(writer) }
            let branch = random.pick(branches.map(\.id) + [BranchID.control])
            try append(writer, to: branch)
        }
    }

    private mutating func fork(_ writer: LogWriter) throws {
        let parent = random.pick(branches)
        let head = try writer.head(of: parent.id).revision
        let row = BranchRow(
            id: BranchID(branches.count + 1), name: BranchName(rawValue: "b\(branches.count)"),
            parent: parent.id, fork: random.number(1...head.number).revision)
        try writer.save(row)
        branches.append(row)
    }

    private mutating func append(_ writer: LogWriter, to branch: BranchID) throws {
        let entry = branch == BranchID.control ? NewEntry("tag.set", noise(30)) : draft()
        let place = try writer.append(entry, to: branch)
        written.append(Written(branch: branch, entry: entry, place: place))
    }

    private mutating func draft() -> NewEntry {
        let subject = "/p/\(random.number(0...5))"
        switch random.number(0...9) {
        case 0...3: return NewEntry("note.added", noise(random.pick([0, 20, 400, 9000])))
        case 4...6:
            let value = edited(values[subject] ?? [])
            values[subject] = value
            return NewEntry("file.changed", subject: subject, content: value)
        case 7: return NewEntry("setting.changed", noise(20), subject: subject)
        default:
            let origin = written.filter { $0.branch != BranchID.control && $0.entry.origin == nil }
            guard let original = origin.randomElement(using: &random) else {
                return NewEntry("note.added", id: "id-\(random.next())")
            }
            return NewEntry(
                original.entry.kind, "", subject: original.entry.subject, origin: original.place)
        }
    }

    private mutating func noise(_ count: Int) -> String {
        String((0..<count).map { _ in random.pick(Array("abcdefgh    \n")) })
    }

    private mutating func edited(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes.isEmpty ? Array(noise(random.number(0...4000)).utf8) : bytes
        let place = random.number(0...bytes.count)
        bytes.insert(contentsOf: Array(noise(random.number(1...60)).utf8), at: place)
        return bytes
    }
}

extension Int {
    /// As the log counts.
    var revision: Revision { Revision(self) }
    var position: Position { Position(self) }
}

extension LogReader {
    /// Everything on every line, and that each digest follows from what stands there.
    func expectSound(_ comment: Comment = "") throws {
        for branch in try [BranchID.control] + branches().map(\.id) {
            let line = try line(of: branch)
            let end = try head(of: line).revision
            var previous = Chain.start
            if branch == BranchID.control {
                previous = try #require(try entry(at: 1, headersOnly: true)).digest
            }
            var next = 1.revision
            while next <= end {
                for copy in try copies(on: line, from: next, through: end) {
                    #expect(
                        copy.contribution.digest(after: previous) == copy.entry.digest, comment)
                    previous = copy.entry.digest
                    next = copy.entry.revision + 1
                }
            }
        }
    }

    /// What a log is to hold is there, payloads and all.
    func expect(_ written: [SampleLog.Written], _ comment: Comment = "") throws {
        let byPosition = Dictionary(written.map { ($0.place.position, $0.entry) }) { $1 }
        for item in written {
            let found = try #require(try entry(at: item.place.position), comment)
            let told = try item.entry.origin.map { try #require(byPosition[$0.position]) }
            let meant = told ?? item.entry
            #expect(found.kind == item.entry.kind && found.subject == item.entry.subject, comment)
            #expect(found.body == meant.body && found.content == meant.content, comment)
            #expect(found.revision == item.place.revision, comment)
            #expect(found.digest == item.place.digest && found.branch == item.branch, comment)
        }
    }
}
