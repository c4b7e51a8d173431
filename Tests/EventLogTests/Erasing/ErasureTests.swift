import Generators
import SessionTerms
import Testing

@testable import EventLog

@Suite("Erasing rows")
struct ErasureTests {
    private func sample(_ seed: UInt64) async throws -> (LogFile, SampleLog) {
        let log = try LogFile.sample()
        return (log, try await log.write { try SampleLog($0, seed: seed, events: 250) })
    }

    // MARK: Kin

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `kin are an original and all that stand for it, whichever of them is asked`(
        seed: UInt64
    ) async throws {
        let (log, sample) = try await sample(seed)
        try await log.read { reader throws in
            for family in sample.families {
                for member in family {
                    #expect(try reader.kin(of: [member]) == family, "seed \(seed)")
                }
            }
            let all = sample.families.prefix(3).reduce(into: Set()) { $0.formUnion($1) }
            let some = Set(sample.families.prefix(3).compactMap(\.first))
            #expect(try reader.kin(of: some) == all, "seed \(seed)")
            #expect(try reader.kin(of: []).isEmpty)
        }
        try await log.close()
    }

    // MARK: Erasing

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `what is erased says nothing, all else says what it said, and the chain follows`(
        seed: UInt64
    ) async throws {
        let (log, sample) = try await sample(seed)
        var random = Seeded(state: seed)
        let chosen = Set((0..<8).map { _ in random.pick(sample.written).place.position })
        let (erased, kin) = try await log.write { writer throws in
            let kin = try writer.reader.kin(of: chosen)
            return (try writer.erase(kin), kin)
        }
        #expect(erased.damaged.isEmpty && erased.digests.count == kin.count, "seed \(seed)")
        try await log.read { reader throws in
            try reader.expectSound("seed \(seed)")
            try reader.expect(
                sample.written.filter { !kin.contains($0.place.position) }, "seed \(seed)")
            for item in sample.written where kin.contains(item.place.position) {
                let entry = try #require(try reader.entry(at: item.place.position))
                #expect(entry.isErased && entry.digest == item.place.digest)
                #expect(entry.body.isEmpty && entry.content == nil && entry.subject == nil)
                #expect(entry.actor == nil && entry.cause == nil && entry.origin == nil)
                #expect(entry.id == nil && entry.kind == item.entry.kind)
            }
            #expect(try reader.isUnscrubbed())
        }
        try await log.close()
    }

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `for each branch it tells from where on its readers see something else`(
        seed: UInt64
    ) async throws {
        let (log, sample) = try await sample(seed)
        var random = Seeded(state: seed)
        let items = sample.written.filter { $0.branch != BranchID.control }
        let chosen = random.pick(items)
        let erased = try await log.write { try $0.erase([chosen.place.position]) }
        #expect(erased.digests == [chosen.place.digest], "seed \(seed)")
        let seeing = sample.branches.filter { branch in
            var (current, last) = (branch, chosen.place.revision)
            while current.id != chosen.branch {
                guard let parent = current.parent, let fork = current.fork, last <= fork else {
                    return false
                }
                current = sample.branches[parent.number - 1]
                last = min(last, fork)
            }
            return true
        }
        #expect(Set(erased.beginnings.keys) == Set(seeing.map(\.id)), "seed \(seed)")
        #expect(erased.beginnings.values.allSatisfy { $0 == chosen.place.revision })
        try await log.close()
    }

    @Test func `an erased event is found by its writer's id, and one never erased is not`()
        async throws
    {
        let log = try LogFile.sample()
        try await log.write { writer throws in
            for id in ["a", "b"] {
                _ = try writer.append(NewEntry("note.added", id: id), to: BranchID.first)
            }
            _ = try writer.erase([2])
            let line = try writer.line(of: BranchID.first)
            let reader = writer.reader
            #expect(try reader.erasedEntry(id: "a", on: line)?.position == 2)
            #expect(try reader.entry(id: "a", on: line) == nil)
            #expect(try reader.erasedEntry(id: "b", on: line) == nil)
            #expect(try reader.entry(id: "b", on: line)?.position == 3)
        }
        try await log.close()
    }

    /// Hashed with Python's hashlib.
    @Test func `what is left of an id is a hash of the session's first digest and the id`() {
        let first = [UInt8](0..<32)
        #expect(
            ErasedID.text(of: "id-é", first: first)
                == "erased:87e4be15400f7ec91b0b351e8ed5db1e97538dcdc9a3da30bf10b2e94e44401b")
        #expect(ErasedID.text(of: "a", first: first) != ErasedID.text(of: "b", first: first))
    }

    @Test func `erasing twice changes nothing the second time, nor does erasing nothing`()
        async throws
    {
        let (log, sample) = try await sample(3)
        let place = try #require(sample.written.first).place.position
        try await log.write { writer throws in
            let before = try writer.reader.epoch()
            #expect(try writer.erase([]).digests.isEmpty)
            #expect(try writer.reader.epoch() == before && !writer.reader.isUnscrubbed())
            #expect(try writer.erase([place]).digests.count == 1)
            let after = try writer.reader.epoch()
            #expect(try writer.erase([place]).digests.isEmpty)
            #expect(try writer.reader.epoch() == after)
        }
        try await log.close()
    }

    @Test func `an event whose payload is damaged stays, and is named`() async throws {
        let log = try LogFile.sample()
        try await log.write { writer throws in
            for number in 0..<6 {
                _ = try writer.append(
                    NewEntry("note.added", "some words, and number \(number)"), to: BranchID.first)
            }
            try writer.rows.statement("UPDATE log SET payload = x'0102030405' WHERE position = 4")
                .run()
            writer.forgetAll()
            let erased = try writer.erase([2, 4, 99])
            #expect(erased.digests.count == 1 && erased.damaged == [4, 99])
            #expect(try writer.reader.entry(at: 3)?.isErased == false)
            #expect(try writer.reader.entry(at: 2)?.isErased == true)
        }
        try await log.close()
    }

    /// Longer changes are compressed, too.
    @Test(arguments: [1, 20])
    func `a value whose base is erased is told against the one before that`(lines: Int)
        async throws
    {
        let log = try LogFile.sample()
        try await log.write { writer throws in
            var workload = Workload(seed: 1)
            var value = Array(workload.text(4000).utf8)
            for _ in 0..<4 {
                _ = try writer.append(
                    NewEntry("file.changed", subject: "/a", content: value), to: BranchID.first)
                value += Array(String(repeating: workload.text(20), count: lines).utf8)
            }
            let before = try #require(try writer.reader.entry(at: 5))
            let erased = try writer.reader.payloadRow(4)
            #expect(erased.mode == (lines == 1 ? .delta : .packedDelta))
            _ = try writer.erase([3, 4])
            let row = try writer.reader.payloadRow(5)
            #expect(row.base == 2 && (row.mode == .delta || row.mode == .packedDelta))
            #expect(try writer.reader.entry(at: 5) == before)
            _ = try writer.erase([2])
            let alone = try writer.reader.payloadRow(5)
            #expect(alone.base == nil && alone.mode == .lz4)
            #expect(try writer.reader.entry(at: 5) == before)
        }
        try await log.close()
    }

    @Test func `the words of what is erased go, unless another event has them`() async throws {
        let log = try LogFile.sample()
        try await log.write { writer throws in
            for subject in ["/secret", "/shared", "/shared"] {
                _ = try writer.append(
                    NewEntry("file.changed", subject: subject, content: [1]), to: BranchID.first)
            }
            _ = try writer.erase([2, 3])
            #expect(try writer.reader.number(of: "/secret") == nil)
            #expect(try writer.reader.number(of: "/shared") != nil)
        }
        try await log.close()
    }
}

extension SampleLog {
    /// The positions of each original with those that stand for it.
    fileprivate var families: [Set<Position>] {
        var families: [Position: Set<Position>] = [:]
        for item in written {
            let place = item.place.position
            families[item.entry.origin?.position ?? place, default: []].insert(place)
        }
        return families.sorted { $0.key < $1.key }.map(\.value)
    }
}
