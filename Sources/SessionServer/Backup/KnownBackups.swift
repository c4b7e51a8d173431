internal import Crypto
internal import Foundation
internal import SessionStore

/// What is known beside a folder of data of the backups that were made of it: the folder `backups`,
/// with each one's manifest as its last run left it. So it can be told what a backup holds whose
/// disk is away.
struct KnownBackups: Sendable {
    private let folder: String

    /// - Parameter data: the folder of the data.
    init(_ data: String) { folder = "\(data)/backups" }

    /// By their paths. One that cannot be read is left out, for its next run makes it anew.
    func all() -> [BackupManifest] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".json") }
            .compactMap { try? BackupManifest.read("\(folder)/\($0)") }
            .filter { $0.target != nil }
            .sorted { $0.target ?? "" < $1.target ?? "" }
    }

    /// The backup in a folder, by that folder's absolute path.
    func backup(in target: String) throws -> BackupManifest? {
        try BackupManifest.read(path(of: target))
    }

    func keep(_ manifest: BackupManifest) throws {
        guard let target = manifest.target else { return }
        try Projects.makeFolder(folder)
        try manifest.write(path(of: target))
    }

    /// One file each, so that runs into two of them do not meet.
    private func path(of target: String) -> String {
        let hash = SHA256.hash(data: Array(target.utf8)).prefix(8)
            .map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
        return "\(folder)/\(hash).json"
    }
}
