import Foundation
import SessionStore

/// A new file, and others in the folder that goes with it: `talk.jsonl` and `talk/…`. All of them
/// appear together when they are whole.
final class NewFileSet {
    private let path: String
    private let replacing: Bool
    private var files: [(name: String?, file: NewFile)] = []

    init(_ path: String, replacing: Bool) throws {
        self.path = path
        self.replacing = replacing
        files.append((nil, try NewFile(path, replacing: replacing)))
    }

    /// - Parameter name: a path in the folder; nil: the file itself.
    func write(_ bytes: [UInt8], to name: String?) throws {
        if let open = files.first(where: { $0.name == name }) { return try open.file.write(bytes) }
        let file = try NewFile(path(of: name ?? ""), replacing: replacing)
        files.append((name, file))
        try file.write(bytes)
    }

    /// A name comes from inside a session, which anyone may have made: it stays in the folder.
    private func path(of name: String) throws -> String {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.isEmpty,
            parts.allSatisfy({ !["", ".", ".."].contains($0) && !$0.contains("\0") })
        else {
            throw SessionError(
                .damaged, "the session names a file \"\(name)\" outside the folder of the export",
                hint: "Export to standard output instead.")
        }
        let url = URL(filePath: path).deletingPathExtension().appending(path: name)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        } catch {
            throw SessionError(
                .noPermission, "the folder of \(url.path) cannot be made", cause: error)
        }
        return url.relativePath
    }

    /// - Returns: the files' paths and sizes in bytes, the main one first.
    func finish() throws -> [(path: String, bytes: Int)] {
        try files.map { ($0.file.path, try $0.file.finish()) }
    }

    func discard() {
        for (_, file) in files { file.discard() }
    }
}
