import Foundation
import SessionStore

/// A file that appears under its name only when it is whole.
final class NewFile {
    let path: String
    private let partial: String
    private let replacing: Bool
    private let handle: FileHandle
    private var count = 0

    /// - Throws: ``SessionError/Code/fileExists`` where there is one already and `replacing` is
    ///   false, ``SessionError/Code/noPermission`` where none can be written.
    init(_ path: String, replacing: Bool) throws {
        self.path = path
        self.replacing = replacing
        partial = path + ".partial"
        try Self.refuse(path, replacing: replacing)
        guard FileManager.default.createFile(atPath: partial, contents: nil),
            let handle = FileHandle(forWritingAtPath: partial)
        else {
            throw SessionError(
                .noPermission, "\(path) cannot be written",
                hint: "Check that its folder exists and that you may write there.")
        }
        self.handle = handle
    }

    private static func refuse(_ path: String, replacing: Bool) throws {
        var isDirectory: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
            return
        }
        if isDirectory.boolValue {
            throw SessionError(.fileExists, "\(path) is a folder", hint: "Name a file in it.")
        }
        guard replacing else {
            throw SessionError(
                .fileExists, "\(path) exists", hint: "Choose another name, or add --force.")
        }
        // By its name, not its content: opening a live session's file drops SQLite's locks on it.
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().lastPathComponent
        guard !real.hasSuffix(".session") else {
            throw SessionError(
                .fileExists, "\(path) is a session, and an export never replaces one",
                hint: "Choose another name for the export.")
        }
    }

    func write(_ bytes: [UInt8]) throws {
        do {
            try handle.write(contentsOf: bytes)
        } catch {
            throw SessionError(.ioFailed, "\(path) takes no more", cause: error)
        }
        count += bytes.count
    }

    /// Gives the file its name.
    ///
    /// - Returns: its size in bytes.
    func finish() throws -> Int {
        do { try handle.close() } catch {
            throw SessionError(.ioFailed, "\(path) cannot be written to its end", cause: error)
        }
        try Self.refuse(path, replacing: replacing)
        guard rename(partial, path) == 0 else {
            throw SessionError(
                .ioFailed, "\(partial) cannot become \(path): \(String(cString: strerror(errno)))")
        }
        return count
    }

    func discard() {
        try? handle.close()
        try? FileManager.default.removeItem(atPath: partial)
    }
}
