import Generators
import SessionTerms
import Testing

@testable import EventLog

@Suite("What a compaction compresses together")
struct CompactionPlanTests {
    private static func sample(_ seed: UInt64) async throws -> (LogFile, SampleLog) {
        let log = try LogFile.sample()
        return (log, try await log.write { try SampleLog($0, seed: seed, events: 400) })
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `every payload is in one unit, groups within their bounds and the last ones first`(
        seed: UInt64
    ) async throws {
        let (log, sample) = try await Self.sample(seed)
        let plan = try await log.read { try CompactionPlan($0) }
        let sizes = Dictionary(
            uniqueKeysWithValues: sample.written.map {
                ($0.place.position, $0.entry.body.count + ($0.entry.content?.count ?? 0))
            })
        let branches = Dictionary(
            uniqueKeysWithValues: sample.written.map { ($0.place.position, $0.branch) })
        var seen: [Position] = []
        var before: [BranchID: Position] = [:]
        for (unit, size) in zip(plan.units, plan.sizes) {
            let rows: [Position]
            switch unit {
            case .joining: continue
            case .value(let row): rows = [row]
            case .group(let group): rows = group
            }
            #expect(rows == rows.sorted() && rows.count <= 64)
            let bytes = rows.dropLast().reduce(0) { $0 + (sizes[$1] ?? 0) }
            #expect(bytes <= 131_072, "seed \(seed)")
            #expect(rows.reduce(0) { $0 + (sizes[$1] ?? 2) } == size, "seed \(seed)")
            let branch = rows.first.flatMap { branches[$0] } ?? BranchID.first
            #expect(rows.allSatisfy { branches[$0] ?? BranchID.first == branch })
            if case .group = unit {
                if let last = before[branch] { #expect(rows[0] < last, "seed \(seed)") }
                before[branch] = rows[0]
            }
            seen += rows
        }
        let own = sample.written.filter { $0.entry.origin == nil }.map(\.place.position)
        #expect(seen.sorted() == [1] + own, "seed \(seed)")
        #expect(try await log.read { try $0.lastPosition() } == plan.lastPosition)
        try await log.close()
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `a fork's first group is joined to its parent's, which ends before it, at the end`(
        seed: UInt64
    ) async throws {
        let (log, _) = try await Self.sample(seed)
        let plan = try await log.read { try CompactionPlan($0) }
        let isJoining = plan.units.map { unit in
            if case .joining = unit { return true } else { return false }
        }
        let first = isJoining.firstIndex(of: true) ?? isJoining.count
        #expect(isJoining[first...].allSatisfy { $0 }, "seed \(seed)")
        var groups: Set<[Position]> = []
        for unit in plan.units { if case .group(let rows) = unit { groups.insert(rows) } }
        for unit in plan.units {
            guard case .joining(let rows, let parent) = unit else { continue }
            #expect(groups.contains(rows) && parent < rows[0], "seed \(seed)")
        }
        try await log.close()
    }

    @Test func `a fork goes on behind the event that it left`() async throws {
        let log = try LogFile.sample()
        try await log.write { writer throws in
            func note(_ branch: BranchID) throws {
                _ = try writer.append(NewEntry("note.added", "text"), to: branch)
            }
            for _ in 0..<3 { try note(BranchID.first) }
            try writer.save(BranchRow(id: 2, name: "a", parent: 1, fork: 2))
            try writer.save(BranchRow(id: 3, name: "b", parent: 2, fork: 1))
            for branch in [2, 3, 1, 2] as [BranchID] { try note(branch) }
        }
        let plan = try await log.read { try CompactionPlan($0) }
        #expect(
            plan.units.map { "\($0)" } == [
                "group([6])", "group([5, 8])", "group([1, 2, 3, 4, 7])",
                "joining([5, 8], behind: 2)", "joining([6], behind: 2)",
            ])
        #expect(plan.sizes == [4, 8, 18, 8, 4])
        try await log.close()
    }

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
    func `after each unit, and after all, every payload says what it said`(seed: UInt64)
        async throws
    {
        let (log, sample) = try await Self.sample(seed)
        let before = try await log.read { try $0.rows.sums() }
        try await log.write { writer throws in
            let plan = try CompactionPlan(writer.reader)
            for (index, unit) in plan.units.enumerated() {
                #expect(try writer.recompress(unit) == 0, "seed \(seed)")
                guard index % 9 == 0 else { continue }
                writer.forgetAll()
                try writer.reader.expect(sample.written, "seed \(seed), unit \(index)")
            }
            writer.forgetAll()
            try writer.reader.expect(sample.written, "seed \(seed)")
            try writer.reader.expectSound("seed \(seed)")
            let after = try writer.rows.sums()
            #expect(after.payloads == before.payloads && after.stored < before.stored)
        }
        try await log.close()
    }

    @Test func `a damaged payload is left as it is, and counted`() async throws {
        let log = try LogFile.sample()
        try await log.write { writer throws in
            for _ in 0..<4 {
                _ = try writer.append(NewEntry("note.added", "some words"), to: BranchID.first)
            }
            try writer.rows.statement("UPDATE log SET payload = x'0102030405' WHERE position = 5")
                .run()
            writer.forgetAll()
            #expect(try writer.recompress(.group([1, 2, 3, 4, 5])) == 1)
            #expect(try writer.rows.row(at: 5, withPayload: true)?.blob == [1, 2, 3, 4, 5])
            for position in [1, 2, 3, 4] as [Position] {
                #expect(try writer.reader.entry(at: position) != nil)
            }
        }
        try await log.close()
    }

    @Test func `who writes meanwhile makes the plan void`() async throws {
        let folder = try TestFolder()
        let log = try LogFile.sample(at: folder.file("a.session"))
        _ = try await log.write { try SampleLog($0, seed: 1, events: 60) }
        let other = try LogFile.open(
            folder.file("a.session"), mode: .readWrite, options: .plain)
        let error = await #expect(throws: LogError.self) {
            _ = try await log.compact(chunk: 1) { done, total in
                guard done < total / 2 else { return }
                _ = try? Connection(path: folder.file("a.session")).inQueue { rows in
                    try rows.statement("DELETE FROM snapshot").run()
                }
            }
        }
        #expect(error?.code == .busy)
        try await other.close()
        try await log.read { try $0.expectSound() }
        try await log.close()
    }

    @Test func `a compacted file is smaller, and holds the same`() async throws {
        let folder = try TestFolder()
        let log = try LogFile.sample(at: folder.file("a.session"))
        let sample = try await log.write { try SampleLog($0, seed: 2, events: 500) }
        let before = log.size
        let told = LockedNumber()
        let unreadable = try await log.compact(chunk: 10_000) { done, total in
            #expect(done <= total)
            told.add(1)
        }
        #expect(unreadable == 0 && told.value > 3)
        #expect(log.size < before)
        try await log.read { reader throws in
            try reader.expect(sample.written)
            try reader.expectSound()
            #expect(try reader.rows.pageSize() == 512)
        }
        try await log.close()
        #expect(try folder.names == ["a.session"])
    }
}
