import Foundation
import Testing

#if os(Linux)
    extension Faults {
        /// `Tools/faults` tries all of them, with other seeds.
        @Suite("Another process at any moment, and any bit flipped") struct PairTests {
            @Test(arguments: ["append", "compact", "redact"])
            func `whoever comes between two transactions loses nothing and finds nothing erased`(
                operation: String
            ) async throws {
                let run = try await pairs(operation, "--moments", "2", "--seed", "2")
                #expect(run.lines.last?.hasPrefix("seed 2: 14 pairs") ?? false, "\(run.lines)")
            }

            @Test func `a session made where one is being pruned keeps what is its own`()
                async throws
            {
                let run = try await pairs("prune", "--deed", "make")
                #expect(run.lines.last?.hasPrefix("seed 1: 0 pairs") == false, "\(run.lines)")
            }

            @Test func `what is erased while a fold is under way does not come back with it`()
                async throws
            {
                _ = try await pairs("fold", "--deed", "erase")
            }

            /// Stops an operation between its transactions, and expects that nothing is wrong.
            private func pairs(
                _ operation: String, _ options: String...
            ) async throws -> Program.Ended {
                let library = try PowerCut.path()
                let run = try await Program.run(
                    "faults-program",
                    ["pairs", "--library", library, "--operation", operation] + options,
                    in: Folder())
                #expect(run.status == 0, "\(run.lines.joined(separator: "\n")) \(run.errors)")
                return run
            }

            @Test func `a flipped bit of a large file gives the same or an error`() async throws {
                let run = try await Program.run(
                    "faults-program", ["flips", "--seed", "7", "--bits", "24"], in: Folder())
                #expect(run.status == 0, "\(run.lines.joined(separator: "\n")) \(run.errors)")
                #expect(run.lines.last?.contains("24 bits, 0 reads") == false, "\(run.lines)")
            }
        }
    }
#endif
