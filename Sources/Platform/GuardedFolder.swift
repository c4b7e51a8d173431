/// A folder that files are written into and never out of.
///
/// Every step down opens one folder relative to the one above it and follows no link, so that
/// neither what is there nor what is changed meanwhile can lead a write elsewhere. A file is
/// written under a name of its own and gets its place by renaming, which replaces a link and does
/// not follow it.
package final class GuardedFolder: Sendable {
    /// What is in the way of one file; the others can still be written.
    package struct Obstacle: Error {
        package let reason: String

        package init(reason: String) { self.reason = reason }
    }

    private let descriptor: Int32

    /// Opens a folder. Where the path itself is a link it is followed: the caller chose it.
    package init(at path: String) throws {
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemError.last("\(path) cannot be opened") }
        guard FileSystem.canWrite(path) else {
            throw SystemError(.noPermission, "\(path) cannot be written")
        }
    }

    deinit { close(descriptor) }

    /// Makes a folder, and those above it, where there is none.
    package static func make(_ path: String) throws {
        if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
        guard errno == ENOENT, FileSystem.folder(of: path) != path, path != "." else {
            throw SystemError.last("\(path) cannot be made")
        }
        try make(FileSystem.folder(of: path))
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw SystemError.last("\(path) cannot be made")
        }
    }

    /// Whether something other than a folder has this path, or a folder that holds something.
    package static func isInUse(_ path: String) -> Bool {
        switch FileSystem.kind(of: path) {
        case .missing: false
        case .folder: FileSystem.names(in: path).contains { $0 != "." && $0 != ".." }
        case .file, .link, .other: true
        }
    }

    // MARK: Writing

    /// Writes a file, over whatever file or link has its place.
    ///
    /// - Throws: ``Obstacle`` where something else is in the way; ``SystemError`` where nothing
    ///   more can be written at all.
    package func write(_ bytes: [UInt8], to names: [String], isExecutable: Bool) throws {
        try place(names) { folder, temporary in
            let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
            let file = openat(folder, temporary, flags, isExecutable ? 0o777 : 0o666)
            guard file >= 0 else { return false }
            defer { close(file) }
            try Self.write(bytes, to: file, names)
            return true
        }
    }

    /// Makes a symbolic link, over whatever file or link has its place.
    package func link(to target: String, at names: [String]) throws {
        try place(names) { folder, temporary in symlinkat(target, folder, temporary) == 0 }
    }

    /// Has `make` make something under a free name, and gives it its place.
    private func place(
        _ names: [String], _ make: (_ folder: Int32, _ temporary: String) throws -> Bool
    ) throws {
        guard let name = names.last else { throw Obstacle(reason: "it has no name") }
        let folder = try openFolder(names.dropLast())
        defer { close(folder) }
        var number = 0
        var temporary = ""
        repeat {
            temporary = ".session-checkout-\(getpid())-\(number)"
            number += 1
            errno = 0
            do {
                if try make(folder, temporary) { break }
            } catch {
                unlinkat(folder, temporary, 0)
                throw error
            }
            guard errno == EEXIST, number < 1000 else { throw Self.failure(names) }
        } while true
        guard renameat(folder, temporary, folder, name) == 0 else {
            let error = Self.failure(names)
            unlinkat(folder, temporary, 0)
            throw error
        }
    }

    /// Opens the folder with these names below this one; those that are missing are made.
    private func openFolder(_ names: ArraySlice<String>) throws -> Int32 {
        var current = dup(descriptor)
        for name in names {
            mkdirat(current, name, 0o777)
            let next = openat(current, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            let number = errno
            close(current)
            current = next
            guard current >= 0 else {
                errno = number
                throw Self.failure(names)
            }
        }
        guard current >= 0 else { throw Self.failure(names) }
        return current
    }

    private static func write(_ bytes: [UInt8], to file: Int32, _ names: [String]) throws {
        var done = 0
        while done < bytes.count {
            let count = bytes[done...].withUnsafeBytes {
                CLibrary.write(file, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(names) }
            done += count
        }
    }

    // MARK: Looking

    /// What has a place; nothing is followed.
    package func kind(at names: [String]) -> FileKind {
        var current = dup(descriptor)
        defer { close(current) }
        for (index, name) in names.enumerated() {
            var info = stat()
            guard fstatat(current, name, &info, AT_SYMLINK_NOFOLLOW) == 0 else { return .missing }
            switch info.st_mode & S_IFMT {
            case S_IFLNK: return .link
            case S_IFDIR where index < names.count - 1:
                let next = openat(
                    current, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                guard next >= 0 else { return .missing }
                close(current)
                current = next
            case S_IFDIR: return .folder
            default: return .file
            }
        }
        return .folder
    }

    /// An ``Obstacle`` where only this place is the matter.
    private static func failure(_ names: some Collection<String>) -> any Error {
        switch errno {
        case ENOTDIR, ELOOP, EEXIST:
            Obstacle(reason: "a file or a link is where it needs a folder")
        case EISDIR, ENOTEMPTY: Obstacle(reason: "a folder has its place")
        case EACCES, EPERM: Obstacle(reason: "its folder, or what has its place, cannot be written")
        case ENAMETOOLONG, EILSEQ, EINVAL: Obstacle(reason: "the file system takes no such name")
        default: SystemError.last("\(names.joined(separator: "/")) cannot be written")
        }
    }
}

/// `write` of the C library, which methods of that name hide.
private enum CLibrary {
    static func write(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.write(file, bytes, count)
        #elseif canImport(Musl)
            Musl.write(file, bytes, count)
        #else
            Darwin.write(file, bytes, count)
        #endif
    }
}
