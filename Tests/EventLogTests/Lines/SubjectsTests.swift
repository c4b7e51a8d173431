import Generators
import SessionTerms
import Testing

@testable import EventLog

@Suite("Which event gave each subject its value")
struct SubjectsTests {
    private func rows(_ random: inout Seeded, _ count: Int) -> [LogRow] {
        (1...max(count, 1)).prefix(count).map { index in
            var row = LogRow(
                position: (index * 3).position, branch: 1, revision: index.revision,
                kind: random.number(1...3), version: 1, occurred: 0, recorded: 0,
                size: random.pick([2, 40, 700]), digest: .zero)
            row.subject = random.pick([nil, 1, 2, 300, 70_000])
            row.content = random.pick([nil, 0, row.size - 2, row.size])
            row.salt = random.number(0...4) == 0 ? nil : Bytes16([UInt8](repeating: 1, count: 16))
            return row
        }
    }

    private func subjects(_ rows: [LogRow]) -> Subjects {
        rows.reduce(into: Subjects()) { $0.apply($1) }
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `it is the newest of its kind and subject, and how many there were`(seed: UInt64) {
        var random = Seeded(state: seed)
        let rows = rows(&random, random.number(0...80))
        let found = subjects(rows).sources
        let groups = Dictionary(grouping: rows) { Subjects.Key($0) }
        #expect(Set(found.keys) == Set(groups.keys), "seed \(seed)")
        for (key, rows) in groups {
            let last = rows[rows.count - 1]
            let isPlain = last.salt != nil && last.size - (last.content ?? 0) <= 2
            let expected = Subjects.Newest(
                position: last.position, revision: last.revision,
                plainSize: isPlain ? last.content : nil, count: rows.count)
            #expect(found[key] == expected, "seed \(seed)")
        }
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `its bytes give it back, and cut short, longer or flipped never end the process`(
        seed: UInt64
    ) throws {
        var random = Seeded(state: seed)
        let subjects = subjects(rows(&random, random.number(0...60)))
        let bytes = subjects.bytes
        #expect(try #require(Subjects(bytes)).sources == subjects.sources, "seed \(seed)")
        #expect(Subjects.count(in: bytes) == subjects.sources.count, "seed \(seed)")
        for count in 0..<bytes.count {
            #expect(Subjects(Array(bytes[..<count])) == nil, "seed \(seed)")
        }
        #expect(Subjects(bytes + [0]) == nil, "seed \(seed)")
        for bit in 0..<bytes.count * 8 {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(Subjects(damaged)?.sources != subjects.sources, "seed \(seed)")
        }
    }

    @Test func `numbers out of range are no state`() {
        var fine: [UInt8] = []
        for value in [1, 1, 1, 1, 1, 0, 1] { fine.append(varint: value) }
        #expect(Subjects(fine)?.sources.count == 1)
        for index in 1...6 {
            var bytes: [UInt8] = []
            for (place, value) in [1, 1, 1, 1, 1, 0, 1].enumerated() {
                bytes.append(varint: place == index ? 1 << 53 : value)
            }
            #expect(Subjects(bytes) == nil, "\(index)")
        }
        var many: [UInt8] = []
        many.append(varint: 1 << 40)
        #expect(Subjects(many + [UInt8](repeating: 1, count: 60)) == nil)
    }

    // MARK: In a log

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `at every revision of every line they are what the entries up to it say`(
        seed: UInt64
    ) async throws {
        let log = try LogFile.sample()
        let branches = try await log.write { try SampleLog($0, seed: seed, events: 900).branches }
        try await log.read { reader throws in
            for branch in branches {
                let line = try reader.line(of: branch.id)
                let head = try reader.head(of: line).revision
                var (newest, notes): ([String: Position], Int) = ([:], 0)
                for revision in 1...head.number {
                    let entry = try #require(
                        try reader.entry(
                            revision: revision.revision, on: line, headersOnly: true))
                    if entry.kind == "file.changed" { newest[entry.subject ?? ""] = entry.position }
                    notes += entry.kind == "note.added" ? 1 : 0
                    guard revision % 37 == 0 || revision > head.number - 3 else { continue }
                    let end = revision.revision
                    let found = try reader.newestOfEachSubject(
                        kind: "file.changed", on: line, through: end)
                    let positions = found.map { ($0.subject, $0.position) }
                    #expect(Dictionary(uniqueKeysWithValues: positions) == newest, "seed \(seed)")
                    #expect(
                        try reader.count(kind: "note.added", on: line, through: end) == notes,
                        "seed \(seed)")
                    for (subject, position) in newest {
                        let latest = try reader.latest(
                            kind: "file.changed", subject: subject, on: line, through: end)
                        #expect(latest?.position == position, "seed \(seed)")
                    }
                }
            }
        }
        try await log.close()
    }

    @Test func `the so-manyth of a kind without subject is found, from wherever it is counted`()
        async throws
    {
        let log = try LogFile.sample()
        try await log.write { writer throws in
            for kind in ["note.added", "setting.changed", "note.added", "note.added", "other"] {
                _ = try writer.append(NewEntry(EventKind(rawValue: kind)), to: BranchID.first)
            }
            _ = try writer.append(NewEntry("note.added", subject: "s"), to: BranchID.first)
            _ = try writer.append(NewEntry("note.added"), to: BranchID.first)
            let (reader, line) = (writer.reader, try writer.line(of: BranchID.first))
            func found(_ kind: String, _ number: Int, from: Int = 1, through: Int = 8) throws
                -> Int?
            {
                try reader.revision(
                    ofKind: EventKind(rawValue: kind), number: number, on: line,
                    from: from.revision,
                    through: through.revision
                )?.number
            }
            #expect(try (0...5).map { try found("note.added", $0) } == [nil, 2, 4, 5, 8, nil])
            #expect(try found("note.added", 1, from: 3) == 4)
            #expect(try found("note.added", 4, through: 7) == nil)
            #expect(try found("setting.changed", 1) == 3)
            #expect(try found("nowhere", 1) == nil)
        }
        try await log.close()
    }

    @Test func `they are kept at every 256th revision, made anew alike, and proved`()
        async throws
    {
        let log = try LogFile.sample()
        _ = try await log.write { try SampleLog($0, seed: 9, events: 2000, branches: 1) }
        let head = try await log.write { writer throws in
            let reader = writer.reader
            let head = try writer.head(of: BranchID.first).revision
            let kept = try reader.subjectSnapshotRevisions(branch: BranchID.first)
            #expect(kept == Set(stride(from: 256, through: head, by: 256)) && kept.count > 2)
            let line = try writer.line(of: BranchID.first)
            for revision in kept {
                #expect(try reader.isSubjectSnapshotRight(on: line, at: revision))
            }
            #expect(try !reader.isSubjectSnapshotRight(on: line, at: 255))
            try writer.rows.deleteSnapshots(of: Subjects.name)
            try writer.rebuildSubjects(on: line, from: 1, through: head)
            #expect(try reader.subjectSnapshotRevisions(branch: BranchID.first) == kept)
            return head
        }
        try await log.write { writer throws in
            let line = try writer.line(of: BranchID.first)
            try writer.save(
                Subjects().bytes, of: Subjects.name, version: Subjects.version,
                branch: BranchID.first, revision: head)
            #expect(try !writer.reader.isSubjectSnapshotRight(on: line, at: head))
        }
        try await log.close()
    }
}
