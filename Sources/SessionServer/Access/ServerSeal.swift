internal import Foundation
internal import SessionStore

/// The key with which a server seals sessions, in a file that its owner alone can read. It is made
/// when it is needed first; seals by it fit for as long as it is there.
struct ServerSeal: Sendable {
    let path: String
    let sources: SystemSources

    /// - Parameter root: the folder of a server's data.
    init(_ root: String, _ sources: SystemSources) {
        (path, self.sources) = ("\(root)/keys/server.seal", sources)
    }

    /// - Throws: ``SessionError/Code/invalidKey`` where the file holds something else.
    func key() throws -> SigningKey {
        if !FileManager.default.fileExists(atPath: path) { try make() }
        let text = try String(contentsOfFile: path, encoding: .utf8)
        return try SigningKey(text: text.trimmingCharacters(in: .newlines))
    }

    /// A key that another process makes at the same moment stays.
    private func make() throws {
        let key = try SigningKey(name: "session-store", random: sources.random)
        let made = "\(path)-\(sources.id())"
        let isMade = FileManager.default.createFile(
            atPath: made, contents: Data("\(key.text)\n".utf8),
            attributes: [.posixPermissions: 0o600])
        guard isMade else {
            throw SessionError(
                .noPermission, "no key can be written to \(path)",
                hint: "Check who may write there (ls -ld).")
        }
        try? FileManager.default.linkItem(atPath: made, toPath: path)
        try FileManager.default.removeItem(atPath: made)
    }
}
