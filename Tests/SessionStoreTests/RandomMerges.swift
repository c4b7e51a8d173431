import Generators
import SessionStore

/// A tree of branches that edit, fork, merge and pick, all of it following from a seed.
struct RandomMerges {
    let session: Session
    private(set) var branches: [BranchName] = [.main]
    private(set) var merges = 0
    private(set) var conflicts = 0
    private var random: Seeded
    private var ids = 0

    init(seed: UInt64, session: Session) {
        self.session = session
        random = Seeded(state: seed)
    }

    /// The same branches in a copy of the file, where other things happen from now on.
    func goingOn(in copy: Session, seed: UInt64) -> RandomMerges {
        var model = RandomMerges(seed: seed, session: copy)
        (model.branches, model.ids) = (branches, ids)
        return model
    }

    mutating func run(steps: Int) async throws {
        for _ in 0..<steps {
            let branch = random.pick(branches)
            switch random.number(0...9) {
            case 0: try await fork("b\(branches.count)", from: branch)
            case 1, 2: try await merge(random.pick(branches), into: branch)
            case 3: try await pick(from: random.pick(branches), onto: branch)
            default: try await edit(branch)
            }
        }
    }

    private mutating func fork(_ name: String, from branch: BranchName) async throws {
        let head = try await session.resolve(.head(of: branch)).revision
        let revision = random.number(max(1, head - 8)...head)
        try await session.fork(
            BranchName(rawValue: name), from: .revision(revision, on: branch))
        branches.append(BranchName(rawValue: name))
    }

    mutating func merge(_ theirs: BranchName, into ours: BranchName) async throws {
        let merge = try await answered(session.merge(theirs, into: ours))
        merges += merge.isEmpty ? 0 : 1
        try await session.commit(merge)
    }

    private mutating func pick(from theirs: BranchName, onto ours: BranchName) async throws {
        let head = try await session.resolve(.head(of: theirs)).revision
        let moment = Moment.revision(random.number(2...max(2, head)), on: theirs)
        guard head >= 2, try await session.event(at: moment).kind != .branchMerged else { return }
        try await session.commit(try answered(session.pick([moment], onto: ours)))
    }

    private mutating func answered(_ merge: Merge) throws -> Merge {
        var merge = merge
        for conflict in merge.conflicts {
            conflicts += 1
            let answer = random.pick(
                [MergeAnswer.ours, .theirs, .base, .content(Array("\"answer\"".utf8))])
            let fits = conflict.problem(with: answer) == nil
            try merge.resolve(conflict, as: fits ? answer : .theirs)
        }
        return merge
    }

    private mutating func edit(_ branch: BranchName) async throws {
        let head = try await session.resolve(.head(of: branch)).revision
        var drafts: [EventDraft] = []
        for _ in 0..<random.number(1...3) { drafts.append(try await draft(branch, head)) }
        try await session.append(drafts, to: branch, expecting: .revision(head))
    }

    private mutating func draft(_ branch: BranchName, _ head: Revision) async throws -> EventDraft {
        let cause: EventDraft.Cause? =
            random.number(0...1) == 0 ? .revision(random.number(1...head)) : nil
        let number = random.number(0...999)
        var draft: EventDraft
        switch random.number(0...9) {
        case 0, 1: draft = .prompt("prompt \(number)", by: .user("ana"))
        case 2: draft = .response("answer \(number)", by: .model("m"), id: "r\(number)")
        case 3: draft = .note("note \(number)", by: .system)
        case 4: draft = .setting("s\(number % 3)", .number(number % 4), by: .system)
        case 5: draft = .title("title \(number % 5)", by: .system)
        case 6: draft = .removedFile("f\(number % 3)", by: .system)
        default: draft = try await file("f\(number % 3)", on: branch, number)
        }
        draft.cause = cause
        ids += 1
        if random.number(0...4) == 0 { draft.id = "event \(ids)" }
        return draft
    }

    /// A file with one line changed, or a new one.
    private mutating func file(
        _ path: String, on branch: BranchName, _ number: Int
    ) async throws -> EventDraft {
        let old = try? await session.content(of: path, at: .head(of: branch))
        var lines =
            old.map { String(decoding: $0, as: UTF8.self).split(separator: "\n").map(String.init) }
            ?? (0..<20).map { "line \($0)" }
        if lines.isEmpty { lines = ["line"] }
        lines[random.number(0...lines.count - 1)] = "changed \(number)"
        let mode = random.number(0...9) == 0 ? "100755" : nil
        return .file(
            path, content: Array((lines.joined(separator: "\n") + "\n").utf8), mode: mode,
            by: .tool("edit"))
    }
}

/// What two lines have to agree about when they have merged each other.
struct MergedState: Hashable {
    var files: [String: [UInt8]] = [:]
    var settings: [String: String] = [:]
    var title: String?
    /// What was said, each event by the digest of its original.
    var said: Set<EventDigest> = []
    /// How many events said something: as many as there are different ones.
    var saidCount = 0

    /// The fold of a line's events.
    init(_ session: Session, _ branch: BranchName) async throws {
        for try await event in session.events(on: branch) {
            let subject = event.subject ?? ""
            switch event.kind {
            case .fileChanged: files[subject] = event.content
            case .settingChanged: settings[subject] = event.body["value"]?.description
            case .titleChanged: title = event.title
            case _ where event.kind.role == .adds:
                said.insert(event.origin ?? event.digest)
                saidCount += 1
            default: break
            }
        }
    }
}
