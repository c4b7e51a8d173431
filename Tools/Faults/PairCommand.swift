import ArgumentParser
import Foundation
import Generators
import SessionStore

/// Stops a program between any two of its transactions, and lets another one at the session.
struct PairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pairs",
        abstract: "Has one process come between any two transactions of another.",
        discussion: """
            Each operation is stopped at each moment at which it has given the writers' lock back, \
            one after the other, and each deed is done meanwhile. Afterwards nothing that was \
            acknowledged is missing, nothing that was erased is there, and verify finds nothing. \
            Ends with 1 where something is wrong.
            """)

    @Option(help: "Decides what is in the session.") var seed: UInt64 = 1
    @Option(help: "The library made of Tools/PowerCut.") var library: String
    @Option(help: "At most so many moments of an operation.") var moments = 12
    @Option(help: "Only this operation.") var operation: PairedWork.Operation?
    @Option(help: "Only this deed.") var deed: PairedDeed?

    func run() async throws {
        var (pairs, wrong) = (0, 0)
        for operation in operation.map({ [$0] }) ?? PairedWork.Operation.allCases {
            for deed in deed.map({ [$0] }) ?? PairedDeed.allCases {
                for moment in 1...moments {
                    let pair = PairedRun(
                        seed: seed, library: library, operation: operation, deed: deed,
                        moment: moment)
                    let (stopped, problem) = try await pair.run()
                    if let problem {
                        wrong += 1
                        print("\(operation) stopped at \(moment), \(deed): \(problem)")
                    }
                    guard stopped else { break }
                    pairs += 1
                }
            }
        }
        print("seed \(seed): \(pairs) pairs, \(wrong) wrong")
        if wrong > 0 { throw ExitCode(1) }
    }
}

/// What is done to the session while somebody is stopped in the middle of his work.
enum PairedDeed: String, CaseIterable, ExpressibleByArgument {
    case read, append, fork, erase, compact, rename, replace

    /// - Returns: the texts that were acknowledged, and where the session is now.
    func run(_ place: PairedPlace) async throws {
        switch self {
        case .rename:
            try FileManager.default.moveItem(atPath: place.path, toPath: place.moved)
        case .replace:
            try FileManager.default.moveItem(atPath: place.path, toPath: place.moved)
            // Refused while the name's last events are beside it.
            do { try await Session.create(at: place.path).close() } catch let error as SessionError
                where error.code == .fileExists
            {}
        default:
            let session = try await Session.open(place.path, options: PairedPlace.options)
            do { try await run(session) } catch let error as SessionError where error.code == .busy
            {}
            try await session.close()
        }
    }

    private func run(_ session: Session) async throws {
        switch self {
        case .append:
            var draft = EventDraft.note("from the other", by: .user("ben"))
            draft.id = PairedPlace.otherID
            try await session.append([draft], to: .main, expecting: .any)
        case .fork: try await session.fork("other", from: .revision(5, on: .main))
        case .erase: try await PairedPlace.erase(in: session)
        case .compact: try await session.compact(chunk: 16 << 10)
        default: for try await finding in session.verify() { throw Fault(finding.message) }
        }
    }
}

/// A folder with a session that has something to erase in it.
struct PairedPlace {
    let folder: String
    var path: String { folder + "/a.session" }
    var moved: String { folder + "/moved.session" }

    static let options = SessionOptions(masksSecrets: false)
    static let otherID = "other"
    static let secret = "Zq7Xw9Kp2Lm4Vb8Nc3Rt6Yd1Hs5Jf0Ga"

    func fill(seed: UInt64) async throws {
        var content = RandomContent(seed: seed)
        let session = try await Session.create(at: path, options: Self.options)
        try await session.append(content.events(40), to: .main, expecting: .any)
        try await session.append(
            [.note("the secret \(Self.secret) of many", by: .user("eve"))], to: .main,
            expecting: .any)
        try await session.append(content.events(40), to: .main, expecting: .any)
        try await session.fork("idea", from: .revision(60, on: .main))
        try await session.append(content.events(30), to: "idea", expecting: .any)
        try await session.close()
    }

    static func erase(in session: Session) async throws {
        let plan = try await session.planRedaction(matching: RedactionPattern(text: secret))
        guard !plan.events.isEmpty || !plan.erased.isEmpty else { return }
        try await session.redact(plan, reason: "paired", by: .user("ana"))
    }
}

/// The work that is stopped; a line of output for each event that was acknowledged.
struct PairedWork {
    enum Operation: String, CaseIterable, ExpressibleByArgument {
        case append, batch, fork, merge, redact, compact, restore, fold, bring, close
    }

    let place: PairedPlace

    func run(_ operation: Operation) async throws {
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
            for conflict in merge.conflicts { merge.resolve(conflict, as: .theirs) }
            try await session.commit(merge)
        case .redact: try await PairedPlace.erase(in: session)
        case .compact: try await session.compact(chunk: 16 << 10)
        case .restore: try await session.restore(.revision(20, on: .main), by: .user("ana"))
        case .fold: _ = try await session.fold(Lengths.self, at: .head(of: .main))
        case .bring:
            let copy = place.folder + "/copy.session"
            try await session.save(to: copy)
            let other = try await Session.open(copy, options: PairedPlace.options)
            try await other.append([.note("brought", by: .user("ben"))], to: .main, expecting: .any)
            _ = try await session.bring(from: other)
            try await other.close()
        case .close: try await append(1, from: 0, session)
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
