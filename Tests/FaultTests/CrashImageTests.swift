import Foundation
import Generators
import Testing

#if os(Linux)
    extension Faults {
        /// A program works on sessions in every way there is; each image that its disk had on the
        /// way is opened as a crash would have left it. `Tools/faults` looks at thousands.
        @Suite("A crash at any step") struct CrashImageTests {
            @Test
            func `leaves each session as before or as after, and nothing that was erased`()
                async throws
            {
                var random = Seeded("crash images")
                let seeds = (0..<4).map { _ in random.number(1...1 << 20) }
                let images = LockedCount()
                try await inPairs(seeds) { seed in
                    let run = try await Self.crash(seed, ["--stops", "22"])
                    #expect(run.status == 0, "\(run.lines.joined(separator: "\n")) \(run.errors)")
                    images.add(Self.images(run))
                }
                #expect(images.value >= 200)
            }

            @Test
            func `of a compaction of forks leaves every payload readable`() async throws {
                let run = try await Self.crash(
                    3,
                    [
                        "--only", "batch,edits,fork,batch,edits,batch,compact", "--steps", "7",
                        "--stops", "40",
                    ])
                #expect(run.status == 0, "\(run.lines.joined(separator: "\n")) \(run.errors)")
            }

            @Test
            func `loses something where the disk does not do what it promised`() async throws {
                let run = try await Self.crash(
                    5,
                    [
                        "--only", "append,batch,append,fork", "--steps", "4", "--stops", "30",
                        "--lost-sync", "8",
                    ])
                #expect(run.status == 1)
                #expect(run.lines.contains { $0.contains("as before nor as after") })
            }

            private static func crash(
                _ seed: Int, _ arguments: [String]
            ) async throws -> Program.Ended {
                try await Program.run(
                    "faults-program",
                    ["crash", "--library", PowerCut.path(), "--seed", "\(seed)"] + arguments,
                    in: Folder())
            }

            /// How many images were looked at, as the last line says.
            private static func images(_ run: Program.Ended) -> Int {
                run.lines.last.flatMap { $0.split(separator: " ").dropFirst(2).first }
                    .flatMap { Int($0) } ?? 0
            }
        }
    }
#endif
