#if os(Linux)
    import Foundation
    import Generators
    import SessionStore
    import Testing

    extension Faults {
        @Suite("Followers of what other processes write", .timeLimit(.minutes(10)))
        struct LiveTests {
            /// A session, empty but for its first event, that is followed by a task.
            private struct Followed {
                let folder: Folder
                let path: String
                let session: Session

                init() async throws {
                    folder = try Folder()
                    path = folder.file("a.session")
                    try await Session.create(at: path).close()
                    session = try await Session.open(path, mode: .readOnly)
                }

                /// The ids of the next events, which come in order and without a gap.
                func ids(_ count: Int) -> Task<[String], any Error> {
                    let session = session
                    return Task {
                        var ids: [String] = []
                        for try await event in session.events(on: .main, from: 2, live: true) {
                            #expect(event.revision.number == ids.count + 2)
                            ids.append(event.id ?? "")
                            if ids.count == count { break }
                        }
                        return ids
                    }
                }
            }

            @Test
            func `10,000 events of two processes come once each and in order, to every follower`()
                async throws
            {
                let followed = try await Followed()
                let followers = (0..<3).map { _ in followed.ids(10_000) }
                let workers = try ["x", "y"].map { label in
                    try Program(
                        "append-worker",
                        [
                            followed.path, "--count", "5000", "--batch", "20", "--label", label,
                            "--relaxed",
                        ], in: followed.folder)
                }
                for worker in workers {
                    let end = await worker.ended()
                    #expect(end.lines.last == "closed", "\(end.errors)")
                }
                let told = Set(["x0", "y0"].flatMap { w in (0..<5000).map { "\(w)-\($0)" } })
                for follower in followers { #expect(Set(try await follower.value) == told) }
                try await followed.session.close()
                #expect(try followed.folder.names == ["a.session"])
            }

            @Test
            func `writers that come and go, and write the log back, take nothing from a follower`()
                async throws
            {
                let followed = try await Followed()
                let follower = followed.ids(12 * 12)
                for round in 0..<12 {
                    let end = try await Program.run(
                        "append-worker",
                        [
                            followed.path, "--count", "12", "--label", "r\(round)-", "--bytes",
                            round % 3 == 0 ? "500000" : "100",
                        ], in: followed.folder)
                    #expect(end.lines.last == "closed", "\(end.errors)")
                }
                let ids = (0..<12).flatMap { r in (0..<12).map { "r\(r)-0-\($0)" } }
                #expect(try await follower.value == ids)
                try await followed.session.close()
            }

            @Test
            func `what a killed writer had committed comes, without anybody writing again`()
                async throws
            {
                var random = Seeded("a killed writer is followed")
                for _ in 0..<10 {
                    let followed = try await Followed()
                    let (seen, see) = AsyncStream<Revision>.makeStream()
                    let session = followed.session
                    let follower = Task {
                        for try await event in session.events(on: .main, live: true) {
                            see.yield(event.revision)
                        }
                    }
                    let worker = try Program(
                        "append-worker", [followed.path, "--count", "100000"], in: followed.folder)
                    try await worker.waitForLines(random.number(1...60))
                    let told = Acknowledged.all(in: await worker.killed().lines)
                    let head = try await session.resolve(.head(of: .main)).revision
                    #expect(head.number > told.count)
                    for await revision in seen where revision == head { break }
                    follower.cancel()
                    try await follower.value
                    try await session.close()
                }
            }

            @Test
            func `pieces of an answer that were acknowledged outlive kill -9`() async throws {
                let followed = try await Followed()
                let worker = try Program(
                    "append-worker", [followed.path, "--stream", "--count", "100000"],
                    in: followed.folder)
                try await worker.waitForLines(40)
                let told = Acknowledged.all(in: await worker.killed().lines)
                let pieces = try await collect(followed.session.events(on: .main, from: 2))
                #expect(pieces.count >= told.count && told.count >= 40)
                #expect(zip(told, pieces).allSatisfy { $0.id == $1.id })
                let words = pieces.indices.map { "word\($0) " }
                #expect(pieces.compactMap { $0.message?.text } == words)
                try await followed.session.close()
            }

            @Test
            func `while nothing happens a follower does nothing: no read, no waking up`()
                async throws
            {
                let folder = try Folder()
                let path = folder.file("a.session")
                let writer = try await Session.create(at: path)
                let follower = try Program("session", ["log", path, "--follow"], in: folder)
                try await follower.waitForLines(1)
                // How long it takes to come to rest is its own affair; then nothing happens.
                var (before, isQuiet) = (0, false)
                for _ in 0..<20 where !isQuiet {
                    before = try follower.reads()
                    try await Task.sleep(for: .milliseconds(700))
                    isQuiet = try follower.reads() == before
                }
                #expect(isQuiet)
                try await writer.append([.note("2", by: .system)], to: .main, expecting: .any)
                try await follower.waitForLines(2)
                #expect(try follower.reads() > before)
                #expect(follower.lines.count == 2)
                _ = await follower.killed()
                try await writer.close()
            }

            @Test(.withStranger)
            func
                `who may only read, folder and file, follows too, from before the first writer on`()
                async throws
            {
                let folder = try Folder()
                let path = folder.file("a.session")
                try await Session.create(at: path).close()
                chmod(path, 0o644)
                chmod(folder.path, 0o755)
                let follower = try Program(
                    "session", ["log", path, "--follow"], in: folder, as: Stranger.prefix)
                try await follower.waitForLines(1)
                for number in 2...4 {
                    // Each a writer of its own, so that the log beside the file comes and goes.
                    let writer = try await Session.open(path)
                    try await writer.append([.note("x", by: .system)], to: .main, expecting: .any)
                    try await follower.waitForLines(number)
                    #expect(follower.lines.count == number)
                    try await writer.close()
                }
                _ = await follower.killed()
            }

            @Test(.withStranger)
            func `who may only read reads again what was written while it read`() async throws {
                let folder = try Folder()
                let path = folder.file("a.session")
                try await Session.create(at: path).close()
                chmod(path, 0o644)
                chmod(folder.path, 0o755)
                let follower = try Program(
                    "session", ["log", path, "--follow"], in: folder, as: Stranger.prefix)
                try await follower.waitForLines(1)
                // The log beside the file is written back and removed at each round's end, at any
                // point of the follower's reads.
                for round in 0..<15 {
                    let writers = try ["x", "y"].map { label in
                        try Program(
                            "append-worker",
                            [path, "--count", "1", "--label", "\(label)\(round)", "--relaxed"],
                            in: folder)
                    }
                    for writer in writers { #expect(await writer.ended().lines.last == "closed") }
                }
                try await follower.waitForLines(31)
                #expect(await follower.killed().errors == "")
            }
        }
    }
#endif
