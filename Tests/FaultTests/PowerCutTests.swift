import Foundation
import Generators
import SessionStore
import Testing

#if os(Linux)
    extension Faults {
        @Suite("A power cut") struct PowerCutTests {
            /// One cut of one run of the worker.
            private struct Cut: Sendable {
                let step: Int
                let seed: Int
                let keep: PowerCut.Keep

                var name: Comment { "step \(step), seed \(seed), keep \(keep)" }
            }

            /// Large enough that the write-ahead log is written back in the middle of the run.
            private static let bytes = 60_000
            private static let work = ["--count", "78", "--bytes", "\(bytes)"]

            @Test
            func `nothing acknowledged is lost, wherever the power is cut`() async throws {
                var random = Seeded("power cut")
                let steps = try await steps(of: Self.work)
                let cuts = Self.points(steps, &random).map { step in
                    Cut(
                        step: step, seed: random.number(1...1 << 30),
                        keep: random.number(0...2) == 0 ? .none : .some)
                }
                #expect(cuts.count >= 60)
                try await inPairs(cuts) { cut in
                    let survey = try await Self.survey(cut, Self.work)
                    #expect(survey?.lost ?? 0 == 0, cut.name)
                    #expect(survey?.extra ?? 0 <= 1, cut.name)
                }
            }

            @Test
            func `nothing acknowledged is lost of several tasks' batches either, which are whole`()
                async throws
            {
                var random = Seeded("power cut of batches")
                let work = [
                    "--count", "24", "--batch", "3", "--tasks", "4", "--bytes", "\(Self.bytes)",
                ]
                let count = try await steps(of: work).count
                let cuts = (0..<8).map { _ in
                    Cut(
                        step: random.number(40...count), seed: random.number(1...1 << 30),
                        keep: .some)
                }
                try await inPairs(cuts) { cut in
                    let survey = try await Self.survey(cut, work, batch: 3)
                    #expect(survey?.lost ?? 0 == 0, cut.name)
                    #expect(survey?.extra ?? 0 <= 12, cut.name)
                }
            }

            @Test
            func `with durability turned down events are lost, but the file stays whole`()
                async throws
            {
                var random = Seeded("power cut, relaxed")
                let work = Self.work + ["--relaxed"]
                let count = try await steps(of: work).count
                let lost = LockedCount()
                let cuts = (0..<8).map { index in
                    Cut(
                        step: random.number(1000...count - 100), seed: random.number(1...1 << 30),
                        keep: index % 2 == 0 ? .none : .some)
                }
                try await inPairs(cuts) { cut in
                    let survey = try await Self.survey(cut, work)
                    lost.add(survey?.lost ?? 0)
                }
                #expect(lost.value > 0, "the cuts lose nothing: they test nothing")
            }

            @Test
            func `a session that was made, and one that was imported, stays when the power goes`()
                async throws
            {
                let folder = try Folder()
                let transcript = try Transcript.write(records: 20, to: folder.file("t.jsonl"))
                for arguments in [
                    ["new", folder.file("a.session")],
                    ["import", transcript, "-o", folder.file("b.session")],
                ] {
                    let run = try await Program.run(
                        "session", arguments, in: folder,
                        environment: PowerCut.environmentAtExit())
                    #expect(run.wasKilled, "\(run.errors)")
                    let session = try await Session.open(arguments.last ?? "")
                    #expect(try await collect(session.verify()).isEmpty)
                    let count = try await session.info().events
                    #expect(count >= (arguments[0] == "new" ? 1 : 20))
                    try await session.close()
                }
                // The hold of a draft may be left, hidden; who next makes that file removes it.
                #expect(try folder.visible == ["a.session", "b.session", "t.jsonl"])
            }

            // MARK: Cutting

            private func steps(of work: [String]) async throws -> [String] {
                let folder = try Folder()
                return try await PowerCut.trace(
                    "append-worker", [folder.file("a.session")] + work, in: folder)
            }

            /// Where to cut: the creation closely, write-backs and the end well, the rest evenly.
            private static func points(_ steps: [String], _ random: inout Seeded) -> [Int] {
                let created = (steps.firstIndex { $0.hasPrefix("link ") } ?? 0) + 1
                let intoFile = steps.indices.filter {
                    $0 > created + 2 && steps[$0].contains("a.session ")
                }
                let truncated = steps.indices.filter { steps[$0].hasPrefix("truncate ") }
                var points =
                    Array(stride(from: 1, to: created, by: 4)) + Array(created...created + 6)
                points += (0..<15).compactMap { _ in intoFile.randomElement(using: &random) }
                points += truncated.flatMap { [$0, $0 + 1, $0 + 2, $0 + 6] }
                points += (0..<6).map { _ in steps.count - random.number(0...20) }
                points += (0..<22).map { _ in random.number(created + 6...steps.count) }
                return points
            }

            /// - Returns: nil where the cut fell into the creation and nothing is there.
            private static func survey(
                _ cut: Cut, _ work: [String], batch: Int = 1
            ) async throws -> Survey? {
                let folder = try Folder()
                let path = folder.file("a.session")
                let run = try await Program.run(
                    "append-worker", [path] + work, in: folder,
                    environment: PowerCut.environment(at: cut.step, seed: cut.seed, keep: cut.keep))
                #expect(run.wasKilled || run.lines.last == "closed", cut.name)
                let acknowledged = Acknowledged.all(in: run.lines)
                if try folder.visible.allSatisfy({ $0 == "a.session-lock" }) {
                    #expect(acknowledged.isEmpty, cut.name)
                    try await Session.create(at: path).close()
                    return nil
                }
                return try await Survey(
                    path, in: folder, acknowledged, bytes: bytes, batch: batch, cut.name)
            }
        }
    }
#endif
