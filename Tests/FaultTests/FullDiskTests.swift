import Foundation
import Generators
import SessionStore
import Testing

#if os(Linux)
    extension Faults {
        @Suite("A full disk") struct FullDiskTests {
            private static let bytes = 3000
            private static let work = ["--count", "12", "--bytes", "\(bytes)"]
            private static let refusals: Set = ["diskFull", "ioFailed"]

            @Test(
                "Once there is space again the same session goes on, and nothing is lost or double")
            func recovering() async throws {
                var random = Seeded("full disk for a while")
                let count = try await writes()
                let points = stride(from: 20, through: count, by: 6).map {
                    ($0, random.number(1...40))
                }
                let met = LockedCount()
                try await inPairs(points) { write, length in
                    let name: Comment = "full from write \(write) on for \(length)"
                    let folder = try Folder()
                    let run = try await Self.run(
                        in: folder, write, for: length, Self.work + ["--retries", "60"])
                    met.add(run.failures.count)
                    #expect(Self.refusals.isSuperset(of: run.failures), name)
                    guard try Self.wasCreated(run, in: folder, name) else { return }
                    let isOpened = !Acknowledged.all(in: run.lines).isEmpty
                    #expect(run.lines.last == "closed" || !isOpened, "\(name) \(run.errors)")
                    let survey = try await Self.survey(run, in: folder, name)
                    #expect(survey.lost == 0 && survey.extra == 0, name)
                }
                #expect(met.value > 0, "no write was refused: the test tests nothing")
            }

            @Test
            func `an append that a full disk refused leaves nothing, and another process goes on`()
                async throws
            {
                let count = try await writes()
                try await inPairs(Array(stride(from: 1, through: count, by: 8))) { write in
                    let name: Comment = "full from write \(write) on"
                    let folder = try Folder()
                    let run = try await Self.run(in: folder, write, for: 0, Self.work)
                    #expect(Self.refusals.isSuperset(of: run.failures), "\(name) \(run.lines)")
                    guard try Self.wasCreated(run, in: folder, name) else { return }
                    let survey = try await Self.survey(run, in: folder, name)
                    #expect(survey.lost == 0 && survey.extra == 0, name)
                    let next = try await Program.run(
                        "append-worker", [folder.file("a.session"), "--label", "next"], in: folder)
                    #expect(next.lines.last == "closed", name)
                }
            }

            @Test
            func `a disk that fills while the log is written back costs nothing`() async throws {
                var random = Seeded("full disk at a write-back")
                let work = ["--count", "80", "--bytes", "60000"]
                let folder = try Folder()
                let steps = try await PowerCut.trace(
                    "append-worker", [folder.file("a.session")] + work, in: folder)
                let writes = steps.filter { $0.hasPrefix("write ") }
                let back = writes.indices.filter { $0 > 100 && writes[$0].contains("a.session ") }
                let points = try (0..<4).map { _ in try #require(back.randomElement(using: &random))
                }
                try await inPairs(points) { write in
                    let name: Comment = "full from write \(write) on"
                    let folder = try Folder()
                    let run = try await Self.run(
                        in: folder, write, for: 30, work + ["--retries", "60"])
                    #expect(run.lines.last == "closed", "\(name) \(run.errors)")
                    let survey = try await Survey(
                        folder.file("a.session"), in: folder, Acknowledged.all(in: run.lines),
                        bytes: 60_000, name)
                    #expect(survey.lost == 0 && survey.extra == 0, name)
                }
            }

            @Test
            func `an import that a full disk refused leaves nothing, and the next one is whole`()
                async throws
            {
                let folder = try Folder()
                let transcript = try Transcript.write(records: 200, to: folder.file("t.jsonl"))
                let arguments = ["import", transcript, "-o"]
                let count = try await PowerCut.trace(
                    "session", arguments + [folder.file("a.session")], in: folder
                ).filter { $0.hasPrefix("write ") }.count
                let points = Array(stride(from: 3, through: count, by: max(1, count / 30)))
                try await inPairs(points) { write in
                    let name: Comment = "full from write \(write) on"
                    let folder = try Folder()
                    let path = folder.file("a.session")
                    let run = try await Program.run(
                        "session", arguments + [path], in: folder,
                        environment: PowerCut.environment(fullAt: write, for: 0))
                    #expect(run.status == 6, "\(name) \(run.errors)")
                    #expect(try folder.names.isEmpty, name)
                    let next = try await Program.run("session", arguments + [path], in: folder)
                    #expect(next.status == 0, "\(name) \(next.errors)")
                    let session = try await Session.open(path)
                    #expect(try await session.info().events > 200, name)
                    try await session.close()
                }
            }

            // MARK: Filling

            private func writes() async throws -> Int {
                let folder = try Folder()
                return try await PowerCut.trace(
                    "append-worker", [folder.file("a.session")] + Self.work, in: folder
                ).filter { $0.hasPrefix("write ") }.count
            }

            private static func run(
                in folder: Folder, _ write: Int, for length: Int, _ work: [String]
            ) async throws -> Program.Ended {
                try await Program.run(
                    "append-worker", [folder.file("a.session")] + work, in: folder,
                    environment: PowerCut.environment(fullAt: write, for: length))
            }

            /// A session that could not be made leaves no trace.
            private static func wasCreated(
                _ run: Program.Ended, in folder: Folder, _ name: Comment
            ) throws -> Bool {
                guard try !folder.visible.contains("a.session") else { return true }
                #expect(run.lines.last?.hasPrefix("failed ") == true, name)
                #expect(try folder.names.isEmpty, name)
                return false
            }

            private static func survey(
                _ run: Program.Ended, in folder: Folder, _ name: Comment
            ) async throws -> Survey {
                try await Survey(
                    folder.file("a.session"), in: folder, Acknowledged.all(in: run.lines),
                    bytes: bytes, name)
            }
        }
    }
#endif
