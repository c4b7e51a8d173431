import Foundation
import Generators
import SessionStore
import Testing

@testable import FuzzTargets

/// What makes a forged file consistent must be right about the format: else hostile files would be
/// refused at the door, and nothing behind it be tried.
@Suite("Forged sessions")
struct ForgerTests {
    /// Another body in place of the seventh event's, and nothing of it a file's content.
    private static let edit: [UInt8] = [0, 6, 0, 17, 0] + Array(#"{"text":"forged"}"#.utf8)

    @Test(arguments: [false, true])
    func `the chains of an honest session are what they were`(isLong: Bool) async throws {
        let path = try await write(isLong: isLong, "honest-\(isLong)")
        let before = try digests(path)
        FileTarget.forge(path, [], mendingChains: true)
        #expect(try digests(path) == before)
        #expect(before.count > (isLong ? 256 : 30))
    }

    @Test func `a forged event breaks its chain unless that is mended`() async throws {
        #expect(try await brokenLinks(mendingChains: false) > 0)
        #expect(try await brokenLinks(mendingChains: true) == 0)
    }

    private func brokenLinks(mendingChains: Bool) async throws -> Int {
        let path = try await write(isLong: false, "forged-\(mendingChains)")
        FileTarget.forge(path, Self.edit, mendingChains: mendingChains)
        let session = try await Session.open(path, mode: .verifying)
        var count = 0
        for try await finding in session.verify() where finding.message.contains("digest") {
            count += 1
        }
        try await session.close()
        return count
    }

    private func write(isLong: Bool, _ name: String) async throws -> String {
        let base = await withTaskExecutorPreference(SideThread()) {
            isLong ? BaseSession.long : BaseSession.short
        }
        let path = "\(Scratch.folder)/\(name).session"
        try base.write(to: URL(filePath: path))
        return path
    }

    private func digests(_ path: String) throws -> [[UInt8]] {
        let connection = try SQLConnection(path) ?? { throw CocoaError(.fileReadUnknown) }()
        return connection.rows("SELECT digest FROM log ORDER BY position").compactMap {
            $0.first?.blob
        }
    }
}
