import Generators
import SessionStore
import Testing

/// One history of several lines may be written down in many orders, for nothing on one line waits
/// for what happens on another before they meet.
@Suite("Merges do not depend on the order in which lines were written")
struct MergeOrderTests {
    /// A step of one line; points of other lines are given by revision.
    enum Step {
        case fork(of: BranchName, at: Revision)
        case set(Int)
        case merge(BranchName, at: Revision, answer: MergeAnswer)
    }

    /// What each branch does, one thing after the other.
    struct History {
        var lanes: [(name: BranchName, steps: [Step])] = []

        /// Writes it down, whichever branch `choose` names of those that can go on.
        func write(choosing choose: ([Int]) -> Int) async throws -> Session {
            let session = try await Session.inMemory()
            var next = lanes.map { _ in 0 }
            var heads: [BranchName: Revision] = [.main: 1]
            while true {
                let open = lanes.indices.filter { lane in
                    guard next[lane] < lanes[lane].steps.count else { return false }
                    switch lanes[lane].steps[next[lane]] {
                    case .fork(let branch, let revision): return heads[branch] ?? 0 >= revision
                    case .merge(let branch, let revision, _):
                        return heads[branch] ?? 0 >= revision
                    case .set: return true
                    }
                }
                guard !open.isEmpty else { return session }
                let lane = choose(open)
                let name = lanes[lane].name
                try await write(lanes[lane].steps[next[lane]], of: name, session)
                next[lane] += 1
                heads[name] = try await session.resolve(.head(of: name)).revision
            }
        }

        func write(_ step: Step, of name: BranchName, _ session: Session) async throws {
            switch step {
            case .fork(let branch, let revision):
                try await session.fork(name, from: .revision(revision, on: branch))
            case .set(let value):
                try await session.append(
                    [.setting("mode", .number(value), by: .system)], to: name, expecting: .any)
            case .merge(let branch, let revision, let answer):
                var merge = try await session.merge(.revision(revision, on: branch), into: name)
                for conflict in merge.conflicts { try merge.resolve(conflict, as: answer) }
                try await session.commit(merge)
            }
        }
    }

    /// What a merge says of the setting: values alone.
    private func outcome(
        _ theirs: BranchName, into ours: BranchName, _ session: Session
    ) async throws -> String {
        let merge = try await session.merge(theirs, into: ours)
        func text(_ value: MergeValue?) -> String {
            guard case .json(let json)? = value?.content else { return "-" }
            return json.description
        }
        let changes = merge.changes.map { "\(text($0.ours)) → \(text($0.theirs))" }
        let conflicts = merge.conflicts.map {
            "\($0.reason) \($0.bases.map(text).sorted()) \(text($0.ours)) \(text($0.theirs))"
        }
        return (changes + conflicts + merge.agreed.map { "both \(text($0.ours))" }).joined()
    }

    @Test(arguments: [["main", "b"], ["b", "main"]])
    func `an older value that was merged late is no base beside a newer one`(
        order: [BranchName]
    ) async throws {
        let start: [Step] = [.fork(of: .main, at: 2)]
        let history = History(lanes: [
            ("main", [.set(0), .set(1), .set(2)]),
            ("b", start + [.merge(.main, at: 3, answer: .theirs)]),
            (
                "x",
                start + [
                    .merge("b", at: 4, answer: .theirs), .merge(.main, at: 4, answer: .theirs),
                ]
            ),
            (
                "y",
                start + [
                    .merge("b", at: 4, answer: .theirs), .set(9),
                    .merge(.main, at: 4, answer: .ours),
                ]
            ),
        ])
        let session = try await history.write { open in
            order.compactMap { name in open.first { history.lanes[$0].name == name } }.first
                ?? open[0]
        }
        #expect(try await outcome("y", into: "x", session) == "2 → 9")
    }

    @Test(arguments: UInt64(1)...40)
    func `whatever happened, each merge is the same in any order`(seed: UInt64) async throws {
        var random = Seeded(state: seed)
        let history = try await randomHistory(&random)
        let one = try await history.write { $0[0] }
        let other = try await history.write { $0[$0.count - 1] }
        let third = try await history.write { random.pick($0) }
        for ours in history.lanes.map(\.name) {
            for theirs in history.lanes.map(\.name) where theirs != ours {
                let first = try await outcome(theirs, into: ours, one)
                #expect(try await outcome(theirs, into: ours, other) == first, "\(theirs) \(ours)")
                #expect(try await outcome(theirs, into: ours, third) == first, "\(theirs) \(ours)")
            }
        }
    }

    /// Made by doing it once, so that revisions exist.
    private func randomHistory(_ random: inout Seeded) async throws -> History {
        var history = History(lanes: [(.main, [.set(0)])])
        var heads: [Revision] = [2]
        let session = try await history.write { $0[0] }
        for number in 1...60 {
            let lane = random.number(0...history.lanes.count - 1)
            let other = random.number(0...history.lanes.count - 1)
            let point = (history.lanes[other].name, random.number(2...heads[other]))
            var (name, step) = (history.lanes[lane].name, Step.set(number))
            switch random.number(0...5) {
            case 0 where history.lanes.count < 5:
                name = BranchName(rawValue: "b\(history.lanes.count)")
                step = .fork(of: point.0, at: point.1)
                history.lanes.append((name, []))
                heads.append(0)
            case 1, 2,
                3 where lane != other:
                step = .merge(point.0, at: point.1, answer: random.pick([.ours, .theirs]))
            default: break
            }
            let index = history.lanes.firstIndex { $0.name == name } ?? 0
            history.lanes[index].steps.append(step)
            try await History(lanes: [(name, [step])]).continue(session)
            heads[index] = try await session.resolve(.head(of: name)).revision
        }
        return history
    }
}

extension MergeOrderTests.History {
    /// Writes all of it behind what is there.
    func `continue`(_ session: Session) async throws {
        for lane in lanes {
            for step in lane.steps { try await write(step, of: lane.name, session) }
        }
    }
}
