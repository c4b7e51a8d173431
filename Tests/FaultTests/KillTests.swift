import Foundation
import Generators
import SessionStore
import Testing

extension Faults {
    @Suite("A killed process") struct KillTests {
        @Test
        func `100 × kill -9 in the middle of appends: every acknowledged event is there`()
            async throws
        {
            var random = Seeded("kill -9")
            // One of the files takes events so large that its log is written back meanwhile.
            let plans = (0..<10).map { index in
                (index == 0 ? 60_000 : 600, (0..<10).map { _ in random.number(1...40) })
            }
            try await inPairs(plans) { bytes, lives in
                let folder = try Folder()
                var acknowledged: [Acknowledged] = []
                var unknown = 0
                for (life, lines) in lives.enumerated() {
                    let worker = try Program(
                        "append-worker",
                        [
                            folder.file("a.session"), "--count", "100000", "--tasks", "3",
                            "--bytes", "\(bytes)", "--label", "life\(life).",
                        ], in: folder)
                    try await worker.waitForLines(lines)
                    let end = try await worker.killed(
                        afterChanges: lines % 7, of: "a.session-wal", in: folder)
                    try #require(end.wasKilled, "\(end.errors)")
                    acknowledged += Acknowledged.all(in: end.lines)
                    // Every other time the next worker itself takes over what the kill left.
                    if life % 2 == 0 { continue }
                    let survey = try await Survey(
                        folder.file("a.session"), in: folder, acknowledged, bytes: bytes,
                        "life \(life), \(lines) lines")
                    #expect(survey.lost == 0)
                    #expect(survey.extra - unknown <= 6)
                    unknown = survey.extra
                }
                #expect(try folder.names == ["a.session"])
            }
        }

        @Test
        func `an import that is killed leaves nothing half-written, and the next one succeeds`()
            async throws
        {
            var random = Seeded("kill -9 of an import")
            let killed = LockedCount()
            let counts = [0, 1] + (0..<4).map { _ in random.number(2...40) }
            try await inPairs(counts) { count in
                try await Self.killImport(into: nil) { arguments, folder in
                    let process = try Program("session", arguments, in: folder)
                    let end = try await process.killed(
                        afterChanges: count, of: ".a.session", in: folder)
                    killed.add(end.wasKilled ? 1 : 0)
                    return end
                }
            }
            #expect(killed.value > 1, "the imports came to their end: the test tests nothing")
        }

        #if os(Linux)
            @Test(arguments: [nil, 200])
            func `so does one that is killed at any of its writes`(known: Int?) async throws {
                var random = Seeded("kill -9 at a step of an import")
                let folder = try Folder()
                let transcript = folder.file("t.jsonl")
                let arguments = ["import", transcript, "-o", folder.file("a.session")]
                if let known {
                    try Transcript.write(records: known, to: transcript)
                    _ = try await Program.run("session", arguments, in: folder)
                }
                try Transcript.write(records: Self.records, to: transcript)
                let count = try await PowerCut.trace("session", arguments, in: folder).count
                let steps = (0..<8).map { 1 + ($0 * count + random.number(0...count - 1)) / 8 }
                try await inPairs(steps) { step in
                    try await Self.killImport(into: known) { arguments, folder in
                        try await Program.run(
                            "session", arguments, in: folder,
                            environment: PowerCut.environment(at: step, seed: 1, keep: .all))
                    }
                }
            }
        #endif

        private static let records = 800

        /// - Parameters:
        ///   - known: the records that the session holds already; nil: there is no session.
        ///   - killed: runs the import with these arguments and kills it.
        private static func killImport(
            into known: Int?, by killed: ([String], Folder) async throws -> Program.Ended
        ) async throws {
            let folder = try Folder()
            let path = folder.file("a.session")
            let transcript = folder.file("t.jsonl")
            let arguments = ["import", transcript, "-o", path]
            var before: Int?
            if let known {
                try Transcript.write(records: known, to: transcript)
                #expect(try await Program.run("session", arguments, in: folder).status == 0)
                before = try await events(of: path)
            }
            try Transcript.write(records: records, to: transcript)
            let end = try await killed(arguments, folder)
            if try folder.visible.contains("a.session") {
                let after = try await events(of: path)
                #expect(after == before || after > records)
            } else {
                #expect(before == nil && end.wasKilled)
            }
            let next = try await Program.run("session", arguments, in: folder)
            #expect(next.status == 0, "\(next.errors)")
            #expect(try await events(of: path) > records)
            #expect(try folder.names == ["a.session", "t.jsonl"])
        }

        @Test
        func `two imports of one transcript at once: the session is whole`() async throws {
            for _ in 0..<3 {
                let folder = try Folder()
                let path = folder.file("a.session")
                let transcript = try Transcript.write(records: 500, to: folder.file("t.jsonl"))
                let processes = try (0..<2).map { _ in
                    try Program("session", ["import", transcript, "-o", path], in: folder)
                }
                var done = 0
                for process in processes { done += await process.ended().status == 0 ? 1 : 0 }
                #expect(done >= 1)
                #expect(try await events(of: path) > 500)
                #expect(try folder.names == ["a.session", "t.jsonl"])
            }
        }

        private static func events(of path: String) async throws -> Int {
            let session = try await Session.open(path)
            #expect(try await collect(session.verify()).isEmpty)
            let count = try await session.info().events
            try await session.close()
            return count
        }

        private func events(of path: String) async throws -> Int {
            try await Self.events(of: path)
        }
    }
}
