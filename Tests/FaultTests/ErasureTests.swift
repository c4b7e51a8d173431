import Foundation
import Generators
import SessionStore
import Testing

extension Faults {
    @Suite("Erasing") struct ErasureTests {
        private static let needle = "plugh-7f3a-xyzzy-91c4-frobozz"

        /// A session in which every third event holds the needle, with others compressed against
        /// it.
        private static func plant(_ path: String) async throws {
            let session = try await Session.create(at: path)
            for round in 0..<12 {
                let lines = (0..<200).map {
                    "let value\($0) = \($0 == round ? "changed" : "\($0)")"
                }
                let secret = round % 3 == 0 ? needle : "nothing"
                try await session.append(
                    [
                        .prompt("The key is \(secret) in round \(round).", by: .user("ana")),
                        .response(
                            "I see, in round \(round).", by: .model("m"), id: nil, usage: nil),
                        .file(
                            "src/\(round % 2).swift",
                            content: Array((lines + [secret]).joined(separator: "\n").utf8),
                            by: .tool("edit")),
                    ], to: .main, expecting: .any)
                if round == 5 { try await session.fork("idea", from: .undoing(2, on: .main)) }
            }
            try await session.close()
        }

        /// What is read of every event, with what is erased of it left out.
        private static func readings(_ path: String) async throws -> [Event] {
            try await verified(path).filter { $0.kind != .contentRedacted }
        }

        private static func holdsNeedle(_ folder: Folder) throws -> Bool {
            try folder.names.contains { name in
                let bytes = try Data(contentsOf: URL(filePath: folder.file(name)))
                return bytes.range(of: Data(needle.utf8)) != nil
            }
        }

        #if os(Linux)
            @Test(arguments: [PowerCut.Keep.all, .some])
            func `killed at any write, the file is as it was or as it should be`(
                keep: PowerCut.Keep
            ) async throws {
                var random = Seeded("kill -9 of an erasure, \(keep)")
                let model = try Folder()
                try await Self.plant(model.file("a.session"))
                #expect(try Self.holdsNeedle(model))
                let before = try await Self.readings(model.file("a.session"))
                let arguments = [
                    "redact", "a.session", "--match", Self.needle, "--reason", "leaked", "--yes",
                ]
                let first = try model.copy()
                let count = try await PowerCut.trace("session", arguments, in: first).count
                #expect(try !Self.holdsNeedle(first))
                let after = try await Self.readings(first.file("a.session"))
                #expect(after.count { $0.isErased } == 8)

                let steps = (0..<16).map { 1 + ($0 * count + random.number(0...count - 1)) / 16 }
                try await inPairs(steps) { step in
                    let folder = try model.copy()
                    let end = try await Program.run(
                        "session", arguments, in: folder,
                        environment: PowerCut.environment(at: step, seed: step, keep: keep))
                    #expect(end.wasKilled || end.status == 0, "\(end.errors)")
                    let found = try await Self.readings(folder.file("a.session"))
                    #expect(found == before || found == after, "step \(step) of \(count)")
                    let again = try await Program.run("session", arguments, in: folder)
                    #expect(again.status == 0, "\(again.errors)")
                    #expect(try await Self.readings(folder.file("a.session")) == after)
                    #expect(try !Self.holdsNeedle(folder), "step \(step) of \(count)")
                    #expect(try folder.visible == ["a.session"])
                }
            }
        #endif

        #if os(Linux)
            @Test
            func `a compaction that is killed at any write changes nothing that is read`()
                async throws
            {
                var random = Seeded("kill -9 of a compaction")
                let model = try Folder()
                try await Self.plant(model.file("a.session"))
                let before = try await Self.readings(model.file("a.session"))
                let first = try model.copy()
                let arguments = ["compact", "a.session"]
                let count = try await PowerCut.trace("session", arguments, in: first).count
                let size = try first.size
                #expect(try size < model.size)
                let steps = (0..<16).map { 1 + ($0 * count + random.number(0...count - 1)) / 16 }
                try await inPairs(steps) { step in
                    let folder = try model.copy()
                    let keep: PowerCut.Keep = step % 2 == 0 ? .all : .some
                    let end = try await Program.run(
                        "session", arguments, in: folder,
                        environment: PowerCut.environment(at: step, seed: step, keep: keep))
                    #expect(end.wasKilled || end.status == 0, "\(end.errors)")
                    let found = try await Self.readings(folder.file("a.session"))
                    #expect(found == before, "step \(step) of \(count)")
                    let again = try await Program.run("session", arguments, in: folder)
                    #expect(again.status == 0, "\(again.errors)")
                    #expect(try await Self.readings(folder.file("a.session")) == before)
                    #expect(try folder.size == size && folder.visible == ["a.session"])
                }
            }
        #endif

        @Test
        func `another process that appends meanwhile loses nothing and mixes nothing up`()
            async throws
        {
            let folder = try Folder()
            let path = folder.file("a.session")
            try await Self.plant(path)
            // A second session of this process remembers everything from before.
            let reader = try await Session.open(path, mode: .readOnly)
            let before = try await collect(reader.allEvents())
            let worker = try Program(
                "append-worker", [path, "--tasks", "2", "--count", "250"], in: folder)
            try await worker.waitForLines(20)
            for revision in stride(from: 2, through: 20, by: 3) {
                let end = try await Program.run(
                    "session", ["redact", path, "main@\(revision)", "--reason", "r"], in: folder)
                #expect(end.status == 0, "\(end.errors)")
                let events = try await collect(reader.allEvents(through: Position(before.count)))
                for (old, new) in zip(before, events) where !new.isErased { #expect(new == old) }
                #expect(events.count { $0.isErased } == (revision + 1) / 3)
            }
            let end = await worker.ended()
            #expect(end.status == 0, "\(end.errors)")
            try await reader.close()
            let survey = try await Survey(
                path, in: folder, Acknowledged.all(in: end.lines), bytes: 100, "erased meanwhile")
            #expect(survey.lost == 0 && survey.extra == 0)
            #expect(try folder.names == ["a.session"])
        }
    }
}

extension Folder {
    fileprivate var size: Int {
        get throws { try Data(contentsOf: URL(filePath: file("a.session"))).count }
    }
}
