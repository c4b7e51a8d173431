import Foundation
import SessionStore
import Testing

extension Faults {
    @Suite("Several processes") struct ContentionTests {
        @Test(arguments: [2, 4])
        func `exactly one process wins each expected head`(processes: Int) async throws {
            let folder = try Folder()
            let path = folder.file("a.session")
            // They race for the creation too.
            let workers = try (0..<processes).map { index in
                try Program(
                    "append-worker",
                    [path, "--expect-loop", "--count", "25", "--label", "process\(index)."],
                    in: folder)
            }
            var lines: [String] = []
            for worker in workers {
                let end = await worker.ended()
                #expect(end.status == 0, "\(end.errors)")
                lines += end.lines
            }
            let won = Acknowledged.all(in: lines.filter { $0.hasPrefix("won ") })
            #expect(won.map(\.revision).sorted() == Array(2...Revision(processes * 25 + 1)))
            let lost = lines.filter { $0.hasPrefix("lost ") }.compactMap { Int($0.dropFirst(5)) }
                .map { Revision($0) }
            #expect(Set(lost).isSubset(of: won.map(\.revision)))
            let survey = try await Survey(path, in: folder, won, bytes: 100, "\(processes)")
            #expect(survey.lost == 0 && survey.extra == 0)
            #expect(try folder.names == ["a.session"])
        }

        @Test
        func `two processes that append whatever the head is lose nothing and mix nothing up`()
            async throws
        {
            let folder = try Folder()
            let path = folder.file("a.session")
            let workers = try ["x", "y"].map { label in
                try Program(
                    "append-worker",
                    [path, "--tasks", "2", "--count", "40", "--batch", "2", "--label", label],
                    in: folder)
            }
            var acknowledged: [Acknowledged] = []
            for worker in workers {
                let end = await worker.ended()
                #expect(end.status == 0, "\(end.errors)")
                acknowledged += Acknowledged.all(in: end.lines)
            }
            let survey = try await Survey(
                path, in: folder, acknowledged, bytes: 100, batch: 2, "two")
            #expect(acknowledged.count == 160 && survey.lost == 0 && survey.extra == 0)
        }

        @Test
        func `readers that come and go see whole states while the log is written back`()
            async throws
        {
            let folder = try Folder()
            let path = folder.file("a.session")
            let worker = try Program(
                "append-worker", [path, "--count", "160", "--bytes", "60000"], in: folder)
            try await worker.waitForLines(1)
            var seen = 0
            var rounds = 0
            while worker.lines.last != "closed" {
                let told = Acknowledged.all(in: worker.lines).count
                guard told > 0 || worker.lines.isEmpty else { break }
                let session = try await Session.open(
                    path, mode: rounds % 2 == 0 ? .readOnly : .readWrite)
                let findings = try await collect(session.verify())
                let count = try await session.resolve(.head(of: .main)).revision.number
                try await session.close()
                #expect(findings.isEmpty)
                #expect(count > told && count >= seen)
                seen = count
                rounds += 1
            }
            let end = await worker.ended()
            #expect(end.lines.last == "closed", "\(end.errors)")
            #expect(rounds > 0)
            let survey = try await Survey(
                path, in: folder, Acknowledged.all(in: end.lines), bytes: 60_000, "readers")
            #expect(survey.lost == 0 && survey.extra == 0)
            #expect(try folder.names == ["a.session"])
        }
    }
}
