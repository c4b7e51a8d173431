import Foundation
import SessionStore
import Testing

#if os(Linux)
    extension Faults {
        @Suite("A merge that is killed") struct MergeFaultTests {
            @Test
            func `at any of its writes it leaves the file as it was or as it should be`()
                async throws
            {
                let original = try Folder()
                let path = original.file("a.session")
                let before = try await Self.prepare(path)
                let trial = try Self.copy(of: path)
                let count = try await PowerCut.trace("session", Self.arguments(trial), in: trial)
                    .count
                let merged = try await Self.head(of: trial.file("a.session"))
                #expect(merged == before + 202)
                let steps = (0..<8).map { 1 + $0 * count / 8 }
                try await inPairs(steps) { step in
                    let folder = try Self.copy(of: path)
                    let end = try await Program.run(
                        "session", Self.arguments(folder), in: folder,
                        environment: PowerCut.environment(at: step, seed: 1, keep: .all))
                    #expect(end.wasKilled)
                    let after = try await Self.head(of: folder.file("a.session"))
                    #expect([before, merged].contains(after), "step \(step) of \(count)")
                    let again = try await Program.run("session", Self.arguments(folder), in: folder)
                    #expect(again.status == 0, "\(again.errors)")
                    #expect(try await Self.head(of: folder.file("a.session")) == merged)
                    #expect(try folder.names == ["a.session"])
                }
            }

            @Test
            func `of a copy, it leaves a whole file, and running it again ends it`() async throws {
                let original = try Folder()
                let path = original.file("a.session")
                _ = try await Self.prepare(path)
                let copy = try await Session.open(path)
                try await copy.save(to: original.file("b.session"))
                try await copy.append([.note("ours", by: .system)], to: .main, expecting: .any)
                try await copy.close()
                let theirs = try await Session.open(original.file("b.session"))
                let notes = (0..<100).map { EventDraft.note("theirs \($0)", by: .system) }
                try await theirs.append(notes, to: .main, expecting: .any)
                try await theirs.close()
                let names = (b: original.file("b.session"), temporary: original.path)
                let trial = try Self.copy(of: path)
                let count = try await PowerCut.trace(
                    "session", Self.arguments(trial, merging: names.b), in: trial
                ).count
                let merged = try await Self.head(of: trial.file("a.session"))
                try await inPairs((0..<6).map { 1 + $0 * count / 6 }) { step in
                    let folder = try Self.copy(of: path)
                    let end = try await Program.run(
                        "session", Self.arguments(folder, merging: names.b), in: folder,
                        environment: PowerCut.environment(at: step, seed: 1, keep: .all).merging(
                            ["TMPDIR": names.temporary]) { $1 })
                    #expect(end.wasKilled)
                    let after = try await Self.head(of: folder.file("a.session"))
                    #expect([merged - 101, merged].contains(after), "step \(step) of \(count)")
                    let again = try await Program.run(
                        "session", Self.arguments(folder, merging: names.b), in: folder)
                    #expect(again.status == 0, "\(again.errors)")
                    #expect(try await Self.head(of: folder.file("a.session")) == merged)
                    #expect(try folder.names == ["a.session"])
                }
            }

            private static func arguments(
                _ folder: Folder, merging theirs: String = "idea"
            ) -> [String] {
                ["merge", folder.file("a.session"), theirs, "--commit"]
            }

            /// 200 notes and a file on `idea` that `main` lacks.
            private static func prepare(_ path: String) async throws -> Revision {
                let session = try await Session.create(at: path)
                try await session.append(
                    [.prompt("start", by: .user("ana"))], to: .main, expecting: .any)
                try await session.fork("idea", from: .head(of: .main))
                let notes = (0..<200).map { EventDraft.note("note \($0)", by: .system) }
                let content = (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
                try await session.append(
                    notes + [.file("f", content: content, by: .system)], to: "idea",
                    expecting: .any)
                let head = try await session.resolve(.head(of: .main)).revision
                try await session.close()
                return head
            }

            private static func copy(of path: String) throws -> Folder {
                let folder = try Folder()
                try FileManager.default.copyItem(atPath: path, toPath: folder.file("a.session"))
                return folder
            }

            /// The head of `main` in a file that has nothing wrong with it.
            private static func head(of path: String) async throws -> Revision {
                let session = try await Session.open(path)
                #expect(try await collect(session.verify()).isEmpty)
                let head = try await session.resolve(.head(of: .main)).revision
                try await session.close()
                return head
            }
        }
    }
#endif
