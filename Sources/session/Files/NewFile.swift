import Foundation
import SessionStore

/// A file that appears under its name only when it is whole. What is no regular file, such as a
/// pipe or `/dev/stdout`, is written through; of a link what it leads to.
final class NewFile {
    let path: String
    /// Where the file is, whatever links lead there.
    private let real: String
    /// Its name until it is whole; nil: it is written through.
    private let partial: String?
    private let replacing: Bool
    private let handle: FileHandle
    private var count = 0

    /// - Throws: ``SessionError/Code/fileExists`` where there is one already and `replacing` is
    ///   false, ``SessionError/Code/noPermission`` where none can be written.
    init(_ path: String, replacing: Bool) throws {
        self.path = path
        self.replacing = replacing
        real = Self.real(path)
        let there = Self.state(of: real)
        if let there, there.kind != S_IFREG, there.kind != S_IFDIR {
            partial = nil
            handle = try Self.open(real, path, 0)
        } else {
            try Self.refuse(real, path, replacing: replacing)
            let partial = real + ".partial"
            self.partial = partial
            handle = try Self.open(partial, path, O_CREAT | O_TRUNC)
            if let there { fchmod(handle.fileDescriptor, there.mode) }
        }
    }

    private static func open(_ file: String, _ path: String, _ flags: Int32) throws -> FileHandle {
        let descriptor = Foundation.open(file, O_WRONLY | O_CLOEXEC | flags, 0o666)
        guard descriptor >= 0 else {
            throw SessionError(
                .noPermission, "\(path) cannot be written: \(String(cString: strerror(errno)))",
                hint: "Check that its folder exists and that you may write there.")
        }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    /// The path without links; as it is where it leads nowhere yet.
    private static func real(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func state(of path: String) -> (kind: mode_t, mode: mode_t)? {
        var state = stat()
        guard stat(path, &state) == 0 else { return nil }
        return (state.st_mode & S_IFMT, state.st_mode & 0o7777)
    }

    private static func refuse(_ real: String, _ path: String, replacing: Bool) throws {
        guard let state = state(of: real) else {
            guard (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) == nil else {
                throw SessionError(
                    .fileExists, "\(path) is a link that leads nowhere",
                    hint: "Remove the link, or choose another name.")
            }
            return
        }
        if state.kind == S_IFDIR {
            throw SessionError(.fileExists, "\(path) is a folder", hint: "Name a file in it.")
        }
        guard replacing else {
            throw SessionError(
                .fileExists, "\(path) exists", hint: "Choose another name, or add --force.")
        }
        // By its name, not its content: opening a live session's file drops SQLite's locks on it.
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
        guard let partial else { return count }
        try Self.refuse(real, path, replacing: replacing)
        guard rename(partial, real) == 0 else {
            throw SessionError(
                .ioFailed, "\(partial) cannot become \(path): \(String(cString: strerror(errno)))")
        }
        return count
    }

    func discard() {
        try? handle.close()
        if let partial { try? FileManager.default.removeItem(atPath: partial) }
    }
}
