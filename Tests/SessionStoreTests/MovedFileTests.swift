import Foundation
import Testing

@testable import SessionStore

@Suite("Files that get another name")
struct MovedFileTests {
    private func say(_ text: String, in session: Session) async throws {
        try await session.append([.note(text, by: .user("ana"))], to: .main, expecting: .any)
    }

    private func texts(_ path: String) async throws -> [String] {
        let session = try await Session.open(path)
        #expect(try await collect(session.verify()).isEmpty)
        let texts = try await collect(session.events(on: .main)).compactMap { $0.message?.text }
        try await session.close()
        return texts
    }

    @Test(arguments: [true, false])
    func `what was acknowledged is in the file, and nothing more is written to it`(
        isReplaced: Bool
    ) async throws {
        let folder = try TemporaryFolder()
        let (path, moved) = (folder.file("a.session"), folder.file("b.session"))
        let session = try await Session.create(at: path)
        try await say("one", in: session)
        try FileManager.default.moveItem(atPath: path, toPath: moved)
        if isReplaced { try FileManager.default.copyItem(atPath: moved, toPath: path) }
        do {
            try await say("two", in: session)
            Issue.record("it was appended to a file that is gone")
        } catch let error as SessionError {
            #expect(error.code == .fileGone && error.hint != nil)
        }
        // It is whole by then, whatever becomes of who had it open.
        let copy = folder.file("c.session")
        try FileManager.default.copyItem(atPath: moved, toPath: copy)
        #expect(try await texts(copy) == ["one"])
        try FileManager.default.removeItem(atPath: copy)
        try await session.close()
        #expect(try await texts(moved) == ["one"])
        // Beside a name that stands for another file by now nothing is touched.
        let left = try folder.contents.filter { !isReplaced || !$0.hasPrefix("a.session-") }
        #expect(left == (isReplaced ? ["a.session", "b.session"] : ["b.session"]))
    }

    @Test func `what is moved away while it is committed is in the file, and not acknowledged`()
        async throws
    {
        let folder = try TemporaryFolder()
        let (path, moved) = (folder.file("a.session"), folder.file("b.session"))
        let session = try await Session.create(at: path)
        try await say("one", in: session)
        do {
            try await sessionErrors {
                try await session.log.write { writer in
                    _ = try writer.reader.branches()
                    try FileManager.default.moveItem(atPath: path, toPath: moved)
                }
            }
            Issue.record("a write to a file that is gone was acknowledged")
        } catch let error as SessionError {
            #expect(error.code == .fileGone)
        }
        let copy = folder.file("c.session")
        try FileManager.default.copyItem(atPath: moved, toPath: copy)
        #expect(try await texts(copy) == ["one"])
        try await session.close()
    }

    @Test func `a file with unwritten events elsewhere is opened once they are in it`() async throws
    {
        let folder = try TemporaryFolder()
        let (path, moved) = (folder.file("a.session"), folder.file("b.session"))
        let session = try await Session.create(at: path)
        try await say("one", in: session)
        try FileManager.default.moveItem(atPath: path, toPath: moved)
        // Nobody writes any more: within a second all is in the file.
        #expect(try await texts(moved) == ["one"])
        try await session.close()
    }

    @Test func `several names are refused to writers, with the way out`() async throws {
        let folder = try TemporaryFolder()
        let (path, link) = (folder.file("a.session"), folder.file("b.session"))
        let session = try await Session.create(at: path)
        try await say("one", in: session)
        try FileManager.default.linkItem(atPath: path, toPath: link)
        await #expect(throws: SessionError.self) { try await say("two", in: session) }
        try await session.close()
        for name in [path, link] {
            do {
                _ = try await Session.open(name)
                Issue.record("a file with two names was opened")
            } catch let error as SessionError {
                #expect(error.code == .severalNames && error.hint != nil)
            }
            let reader = try await Session.open(name, mode: .readOnly)
            #expect(try await collect(reader.events(on: .main)).count == 2)
            try await reader.close()
        }
        try FileManager.default.removeItem(atPath: link)
        #expect(try await texts(path) == ["one"])
    }

    /// What is not in the file yet is in the log beside it, which nobody else's may become.
    @Test func `no session is made over the log of one that was deleted while it is open`()
        async throws
    {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let session = try await Session.create(at: path)
        try await session.append([.note("last", by: .system)], to: .main, expecting: .any)
        try FileManager.default.removeItem(atPath: path)
        let error = await #expect(throws: SessionError.self) { try await Session.create(at: path) }
        #expect(
            error?.code == .fileExists && error?.message.contains("a.session-wal holds") == true)
        #expect(error?.hint?.description.contains("has it open still") == true)
        _ = try? await session.close()
    }
}
