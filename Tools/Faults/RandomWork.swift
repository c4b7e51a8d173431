import Foundation
import Generators
import SessionFormats
import SessionStore

/// Writes to sessions in every way there is, in an order that a seed decides.
///
/// Before and after each operation the journal is told, and what the sessions read then is kept
/// beside them, so that every image in between can be held against it.
struct RandomWork {
    /// Every operation that writes.
    enum Operation: String, CaseIterable {
        case append, batch, edits, concurrent, fork, merge, pick, bring, redact, scrub, compact,
            fold
        case restore, seal, names, reopen, save, `import`, prune
    }

    let folder: String
    var session: Session
    var content: RandomContent
    /// What was written and must be gone once it is erased.
    private(set) var secrets: [String] = []
    private var number = 0
    private let options: SessionOptions
    private var isOpen = true

    static let main = "a.session"

    init(folder: String, seed: UInt64) async throws {
        self.folder = folder
        content = RandomContent(seed: seed)
        let path = folder + "/" + Self.main
        options = SessionOptions(pageSize: seed % 2 == 0 ? 512 : 2048, masksSecrets: false)
        session = try await Session.create(at: path, title: "Faults", options: options)
    }

    /// - Parameter operations: which of them, all where there are none.
    mutating func run(steps: Int, _ operations: [Operation] = []) async throws {
        try await keepReadings()
        let order =
            operations.isEmpty ? Operation.allCases.shuffled(using: &content.random) : operations
        for step in 0..<steps { try await run(order[step % order.count]) }
        try await write("close") { try await $0.close() }
    }

    /// One call that writes: while it runs each session reads as before or as after it.
    private mutating func write(
        _ name: String, _ body: (inout RandomWork) async throws -> Void
    ) async throws {
        number += 1
        Mark.say("begin \(number) \(name)")
        try await body(&self)
        Mark.say("end \(number)")
        try await keepReadings()
    }

    /// Writes down what each session of the folder reads now.
    private func keepReadings() async throws {
        var readings: [String: Reading] = [:]
        for file in try Self.sessions(in: folder) {
            let path = folder + "/" + file
            readings[file] =
                file == Self.main && isOpen
                ? try await Reading(session) : try await Self.reading(path)
        }
        let data = try JSONEncoder().encode(readings)
        try data.write(to: URL(filePath: folder + "/readings-\(number).json"))
    }

    private static func reading(_ path: String) async throws -> Reading {
        let session = try await Session.open(path, mode: .readOnly)
        let reading = try await Reading(session)
        try await session.close()
        return reading
    }

    static func sessions(in folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".session") && !$0.contains("/.") && !$0.hasPrefix(".") }
            .sorted()
    }

    // MARK: Operations

    private mutating func run(_ operation: Operation) async throws {
        switch operation {
        case .append: try await append(content.events(1))
        case .batch: try await append(content.events(content.random.number(2...60)))
        case .edits: try await edit()
        case .concurrent: try await write("concurrent") { try await $0.appendAtOnce() }
        case .fork: try await fork()
        case .merge: try await merge()
        case .pick: try await pick()
        case .bring: try await bring()
        case .redact: try await redact()
        case .scrub: try await redactAgain()
        case .compact: try await write("compact") { try await $0.session.compact(chunk: 16 << 10) }
        case .fold: try await fold()
        case .restore: try await restore()
        case .seal:
            let key = try SigningKey(name: "faults")
            try await write("seal") { try await $0.session.seal(with: key) }
        case .names: try await rename()
        case .reopen: try await reopen()
        case .save:
            try await write("save") {
                try await $0.session.save(to: "\($0.folder)/saved-\($0.number).session")
            }
        case .import: try await grow()
        case .prune: try await prune()
        }
    }

    private mutating func branch() async throws -> BranchName {
        let open = try await session.branches().filter { !$0.isArchived }.map(\.name)
        return content.random.pick(open)
    }

    private mutating func moment() async throws -> Moment {
        let branch = try await branch()
        let head = try await session.resolve(.head(of: branch)).revision
        return .revision(content.random.number(1...head), on: branch)
    }

    private mutating func append(_ drafts: [EventDraft]) async throws {
        let branch = try await branch()
        try await append(drafts, to: branch)
    }

    @discardableResult
    private mutating func append(
        _ drafts: [EventDraft], to branch: BranchName
    ) async throws -> [Revision] {
        var revisions: [Revision] = []
        try await write("append") {
            revisions = try await $0.session.append(drafts, to: branch, expecting: .any).revisions
        }
        return revisions
    }

    /// So many changes of files that the next writer finds no group to go on with.
    private mutating func edit() async throws {
        let branch = try await branch()
        let drafts = (0..<14).map { _ in content.file(.tool("edit")) }
        try await append(drafts, to: branch)
        try await reopen()
        try await append([content.event()], to: branch)
        let name = BranchName(rawValue: "e\(number)")
        try await write("fork") { try await $0.session.fork(name, from: .head(of: branch)) }
        try await append(content.events(5), to: name)
    }

    private mutating func appendAtOnce() async throws {
        let branch = try await branch()
        let drafts = content.events(8)
        let session = session
        try await withThrowingTaskGroup(of: Void.self) { group in
            for draft in drafts {
                group.addTask { try await session.append([draft], to: branch, expecting: .any) }
            }
            try await group.waitForAll()
        }
    }

    private mutating func fork() async throws {
        let moment = try await moment()
        let name = BranchName(rawValue: "b\(number)")
        try await write("fork") { try await $0.session.fork(name, from: moment) }
        try await append(content.events(content.random.number(1...6)), to: name)
    }

    private mutating func merge() async throws {
        let (theirs, ours) = try await (branch(), branch())
        var merge = try await session.merge(theirs, into: ours)
        for conflict in merge.conflicts {
            try merge.resolve(conflict, as: content.random.pick([.ours, .theirs]))
        }
        try await write("merge") { [merge] in try await $0.session.commit(merge) }
    }

    private mutating func pick() async throws {
        let (moment, branch) = try await (moment(), branch())
        guard try await session.event(at: moment).kind.role == .adds else { return }
        let pick = try await session.pick([moment], onto: branch)
        guard pick.conflicts.isEmpty else { return }
        try await write("pick") { try await $0.session.commit(pick) }
    }

    private mutating func fold() async throws {
        let branch = try await branch()
        try await write("fold") {
            _ = try await $0.session.fold(Lengths.self, at: .head(of: branch))
        }
    }

    private mutating func reopen() async throws {
        try await write("close") { try await $0.close() }
        try await write("open") {
            $0.isOpen = true
            $0.session = try await Session.open(
                $0.folder + "/" + Self.main, options: $0.options)
        }
    }

    private mutating func close() async throws {
        isOpen = false
        try await session.close()
    }

    /// A copy goes its own way, erases something, and is brought home.
    private mutating func bring() async throws {
        let path = "\(folder)/copy-\(number).session"
        try await write("save") { try await $0.session.save(to: path) }
        let branch = try await branch()
        let copy = try await Session.open(path, options: options)
        let (draft, secret) = content.secret()
        var head: Revision = 0
        try await write("append") { _ in
            head = try await copy.append([draft], to: branch, expecting: .any).head
        }
        try await append([content.event()])
        try await write("bring") { _ = try await $0.session.bring(branch, from: copy) }
        if content.random.number(0...1) == 0 {
            let plan = try await copy.planRedaction(of: [.revision(head, on: branch)])
            try await write("redact") { _ in
                try await copy.redact(plan, reason: "brought", everywhere: true, by: .user("ben"))
            }
            try await write("bring") { _ = try await $0.session.bring(branch, from: copy) }
            try await gone(secret)
        }
        try await write("close") { _ in try await copy.close() }
    }

    private mutating func redact() async throws {
        let branch = try await branch()
        let (draft, secret) = content.secret()
        let drafts = content.events(3) + [draft] + content.events(content.random.number(0...5))
        let revisions = try await append(drafts, to: branch)
        let moment = Moment.revision(revisions[3], on: branch)
        if content.random.number(0...1) == 0 {
            let name = BranchName(rawValue: "r\(number)")
            try await write("fork") { try await $0.session.fork(name, from: moment) }
            try await append(content.events(2), to: name)
        }
        let plan = try await session.planRedaction(of: [moment])
        try await write("redact") {
            try await $0.session.redact(plan, reason: "faults", everywhere: true, by: .user("ana"))
        }
        try await gone(secret)
    }

    /// From here on no byte of the session's file, or of what lies beside it, may hold the text.
    private mutating func gone(_ secret: String) async throws {
        secrets.append(secret)
        Mark.say("gone \(secret)")
    }

    /// What a person does after a crash: the plan is all erased, and the file is written anew.
    private mutating func redactAgain() async throws {
        var erased: Position?
        for try await event in session.allEvents(headersOnly: true) where event.isErased {
            erased = event.position
        }
        guard let erased else { return }
        let again = try await session.planRedaction(of: [.position(erased)])
        try await write("scrub") {
            try await $0.session.redact(again, reason: "again", by: .user("ana"))
        }
    }

    private mutating func restore() async throws {
        let moment = try await moment()
        try await write("restore") { try await $0.session.restore(moment, by: .user("ana")) }
    }

    private mutating func rename() async throws {
        let (moment, branch) = try await (moment(), branch())
        let (tag, name) = (BranchName(rawValue: "t\(number)"), BranchName(rawValue: "n\(number)"))
        try await write("tag") { try await $0.session.tag(tag, at: moment) }
        guard branch != .main else { return }
        try await write("rename") { try await $0.session.rename(branch, to: name) }
    }

    private mutating func grow() async throws {
        let transcript = folder + "/t.jsonl"
        let known = (try? String(contentsOfFile: transcript, encoding: .utf8)) ?? ""
        let count = known.split(separator: "\n").count
        let lines = (count..<count + 40).map { TranscriptLine.text($0, content.text(20)) }
        try (known + lines.joined()).write(
            toFile: transcript, atomically: true, encoding: .utf8)
        let importer = TranscriptImport(to: .file(folder + "/imported.session"))
        try await write("import") { _ in _ = try await importer.run(transcript) }
    }

    private mutating func prune() async throws {
        let old = folder + "/old"
        try FileManager.default.createDirectory(
            atPath: old, withIntermediateDirectories: true)
        let path = "\(old)/p\(number).session"
        try await write("create") {
            let doomed = try await Session.create(at: path, options: $0.options)
            try await doomed.close()
        }
        let pruner = SessionPruner(folder: old)
        let limit = Timestamp(seconds: Date().timeIntervalSince1970 + 3600)
        for candidate in try await pruner.candidates(before: limit) {
            try await write("prune") { _ in
                try await pruner.remove(candidate, before: limit, by: .user("ana"))
            }
        }
    }
}

/// A projection of a program's own.
struct Lengths: Projection {
    static let name = "lengths"
    static let version = 1
    private(set) var bytes = 0

    init() {}

    mutating func apply(_ event: Event) { bytes += event.body.bytes.count }

    var state: JSON { .number(bytes) }

    init?(state: JSON) {
        guard let bytes = state.int else { return nil }
        self.bytes = bytes
    }
}

/// A line of a transcript of Claude Code.
enum TranscriptLine {
    static func text(_ index: Int, _ text: String) -> String {
        let parent = index == 0 ? "null" : "\"\(id(index - 1))\""
        let content = JSON.string(text).description
        return """
            {"parentUuid":\(parent),"isSidechain":false,"userType":"external","cwd":"/home",\
            "sessionId":"\(id(0))","version":"2.1.17","type":"user",\
            "message":{"role":"user","content":\(content)},"uuid":"\(id(index))",\
            "timestamp":"2026-03-14T09:30:40.137Z"}

            """
    }

    private static func id(_ index: Int) -> String {
        let digits = String(index)
        return "067f652f-7d3c-43e0-a890-" + String(repeating: "0", count: 12 - digits.count)
            + digits
    }
}
