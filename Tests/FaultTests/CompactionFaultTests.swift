import Foundation
import Generators
import SessionStore
import Testing

extension Faults {
    @Suite("Writing the file anew") struct CompactionFaultTests {
        /// A session with large files, of which each version changes a line.
        private static func plant(_ path: String, files: Int, bytes: Int) async throws {
            let session = try await Session.create(at: path)
            for version in 0..<4 {
                var lines = (0..<bytes / 40).map { "let value\($0) = \($0 &* 2_654_435_761)" }
                lines[version] = "let changed = \(version)"
                let content = Array(lines.joined(separator: "\n").utf8)
                for file in 0..<files {
                    try await session.append(
                        [.file("src/\(file).swift", content: content, by: .tool("edit"))],
                        to: .main, expecting: .any)
                }
            }
            try await session.close()
        }

        #if os(Linux)
            @Test
            func `a full disk stops the compaction of large files and costs nothing`() async throws
            {
                var random = Seeded("full disk under a compaction")
                let model = try Folder()
                try await Self.plant(model.file("a.session"), files: 2, bytes: 1_500_000)
                let before = try await verified(model.file("a.session"))
                let arguments = ["compact", "a.session"]
                let writes = try await PowerCut.trace(
                    "session", arguments, in: model.copy()
                )
                .count { $0.hasPrefix("write ") }
                let points = (0..<10).map { 1 + ($0 * writes + random.number(0...writes - 1)) / 10 }
                try await inPairs(points) { write in
                    let name: Comment = "full from write \(write) of \(writes) on"
                    let folder = try model.copy()
                    let run = try await Program.run(
                        "session", arguments, in: folder,
                        environment: PowerCut.environment(fullAt: write, for: 0))
                    #expect(run.status == 6 || run.status == 0, "\(name) \(run.errors)")
                    #expect(try await verified(folder.file("a.session")) == before, name)
                    let next = try await Program.run("session", arguments, in: folder)
                    #expect(next.status == 0, "\(name) \(next.errors)")
                    #expect(try await verified(folder.file("a.session")) == before, name)
                    #expect(try folder.visible == ["a.session"], name)
                }
            }
        #endif

        @Test
        func `who verifies while another process erases finds nothing wrong`() async throws {
            let folder = try Folder()
            let path = folder.file("a.session")
            try await Self.plant(path, files: 30, bytes: 20_000)
            let session = try await Session.open(path, mode: .verifying)
            let verifying = Task {
                var rounds = 0
                while !Task.isCancelled {
                    for try await finding in session.verify() { return (rounds, finding.message) }
                    rounds += 1
                }
                return (rounds, "")
            }
            for revision in stride(from: 10, through: 70, by: 12) {
                let end = try await Program.run(
                    "session", ["redact", path, "main@\(revision)", "--reason", "r"], in: folder)
                #expect(end.status == 0, "\(end.errors)")
            }
            verifying.cancel()
            let (rounds, finding) = try await verifying.value
            #expect(finding.isEmpty, "\(finding)")
            #expect(rounds > 0)
            let erased = try await collect(session.allEvents()).count { $0.isErased }
            #expect(erased == 6)
            try await session.close()
        }
    }
}
