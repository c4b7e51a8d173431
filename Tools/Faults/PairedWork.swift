import ArgumentParser
import Foundation
import SessionStore

/// The work that is stopped; a line of output for each event that was acknowledged.
struct PairedWork {
    enum Operation: String, CaseIterable, ExpressibleByArgument {
        case append, batch, fork, merge, redact, compact, restore, fold, bring, close, prune

        /// How long the session has to be for it.
        var length: Int { self == .fold ? RememberedTexts.stop + 80 : 40 }
    }

    let place: PairedPlace

    func run(_ operation: Operation) async throws {
        guard operation != .prune else { return try await prune() }
        let session = try await Session.open(place.path, options: PairedPlace.options)
        try await run(operation, session)
        try await session.close()
    }

    private func run(_ operation: Operation, _ session: Session) async throws {
        switch operation {
        case .append: for number in 0..<4 { try await append(1, from: number, session) }
        case .batch: for number in 0..<3 { try await append(30, from: number * 30, session) }
        case .fork:
            for number in 0..<3 {
                try await session.fork(BranchName(rawValue: "f\(number)"), from: .head(of: .main))
            }
        case .merge:
            var merge = try await session.merge("idea", into: .main)
            for conflict in merge.conflicts { try merge.resolve(conflict, as: .theirs) }
            try await session.commit(merge)
        case .redact: try await PairedPlace.erase(in: session)
        case .compact: try await session.compact(chunk: 16 << 10)
        case .restore: try await session.restore(.revision(20, on: .main), by: .user("ana"))
        case .fold: _ = try await session.fold(RememberedTexts.self, at: .head(of: .main))
        case .bring:
            let copy = place.folder + "/copy.session"
            try await session.save(to: copy)
            let other = try await Session.open(copy, options: PairedPlace.options)
            try await other.append([.note("brought", by: .user("ben"))], to: .main, expecting: .any)
            _ = try await session.bring(from: other)
            try await other.close()
        case .close: try await append(1, from: 0, session)
        case .prune: break
        }
    }

    private func prune() async throws {
        let pruner = SessionPruner(folder: place.folder, options: PairedPlace.options)
        let limit = PairedPlace.options.clock()
        for candidate in try await pruner.candidates(before: limit)
        where place.path.hasSuffix(candidate.file) {
            try await pruner.remove(candidate, before: limit, by: .user("ana"))
        }
    }

    private func append(_ count: Int, from number: Int, _ session: Session) async throws {
        let drafts = (number..<number + count).map { number in
            var draft = EventDraft.note("number \(number)", by: .user("ana"))
            draft.id = "id-\(number)"
            return draft
        }
        try await session.append(drafts, to: .main, expecting: .any)
        for draft in drafts { print("acknowledged \(draft.id ?? "")") }
    }
}

/// What ``PairCommand`` stops.
struct PairedWorkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "paired-work", abstract: "The work that is stopped.", shouldDisplay: false)

    @Argument var folder: String
    @Argument var operation: PairedWork.Operation

    func run() async throws {
        do {
            try await PairedWork(place: PairedPlace(folder: folder)).run(operation)
        } catch let error as SessionError {
            print("refused \(error.code)")
        }
    }
}

/// A projection that keeps what the events say, and is stopped while it is folded, with enough
/// behind it that a snapshot is stored.
struct RememberedTexts: Projection {
    static let name = "texts"
    static let version = 1
    static let stop = 1_100
    private var texts: [JSON] = []

    init() {}

    mutating func apply(_ event: Event) {
        if let text = event.message?.text { texts.append(.string(text)) }
        if event.revision.number == Self.stop { Mark.say("pause fold") }
    }

    var state: JSON { .array(texts) }

    init?(state: JSON) { texts = state.elements }
}
