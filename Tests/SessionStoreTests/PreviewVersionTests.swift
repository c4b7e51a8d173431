import EventLog
import Foundation
import FuzzTargets
import SessionStore
import Testing

@Suite("A preview that an earlier version stored")
struct PreviewVersionTests {
    @Test(arguments: [false, true])
    func `is not gone on with, and no fault`(appends: Bool) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.session")
        let first = try await Session.create(at: path, title: "t")
        try await first.append([.prompt("one", by: .user("ana"))], to: .main, expecting: .any)
        try await first.close()
        // Whatever the earlier one counted.
        try forge(
            path,
            """
            UPDATE preview SET prompts = 41, state = CAST(replace(replace(CAST(state AS TEXT),
                '"version":\(PreviewFold.version)', '"version":1'),
                '"counts":[1', '"counts":[41') AS BLOB)
            """, [])
        let mode: Session.Mode = appends ? .readWrite : .readOnly
        let session = try await Session.open(path, mode: mode)
        if appends {
            try await session.append([.prompt("two", by: .user("ana"))], to: .main, expecting: .any)
        }
        let count = appends ? 2 : 1
        #expect(try await session.preview(at: .head(of: .main)).prompts == count)
        try await session.close()
        let again = try await Session.open(path, mode: .verifying)
        #expect(try await again.preview(at: .head(of: .main)).prompts == count)
        #expect(try await collect(again.verify()).isEmpty)
        try await again.close()
    }
}
