internal import CPlatform

/// What stands under a name.
package enum FileKind: Sendable {
    case missing, file, folder
    /// Seen by who does not follow links.
    case link
    /// A device, a socket, a pipe.
    case other
}

/// The few questions to the file system that decide how a session is opened.
///
/// None of them opens the session itself: closing any descriptor of a file drops the locks that
/// SQLite holds on it in this process (POSIX fcntl).
package enum FileSystem {
    package static func kind(of path: String) -> FileKind {
        var info = stat()
        guard stat(path, &info) == 0 else { return .missing }
        switch info.st_mode & S_IFMT {
        case S_IFREG: return .file
        case S_IFDIR: return .folder
        default: return .other
        }
    }

    package static func size(of path: String) -> Int {
        var info = stat()
        return stat(path, &info) == 0 ? Int(info.st_size) : 0
    }

    package static func canRead(_ path: String) -> Bool { access(path, R_OK) == 0 }
    package static func canWrite(_ path: String) -> Bool { access(path, W_OK) == 0 }

    package static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    package static func name(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
    }

    package static func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        guard let current = getcwd(nil, 0) else { return path }
        defer { free(current) }
        return String(cString: current) + "/" + path
    }

    /// The names in a folder; none where it cannot be read.
    package static func names(in folder: String) -> [String] {
        OpenFolder(folder)?.names() ?? []
    }

    /// The path with every link followed: SQLite puts its files beside the real one, and so do we.
    package static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return absolute(path) }
        defer { free(real) }
        return String(cString: real)
    }

    /// What tells one state of a file from another.
    package struct Stamp: Equatable, Sendable {
        private let inode: UInt64
        private let size: Int64
        private let seconds: Int
        private let nanoseconds: Int

        fileprivate init(_ info: stat) {
            #if os(Linux)
                let time = info.st_mtim
            #else
                let time = info.st_mtimespec
            #endif
            inode = UInt64(info.st_ino)
            size = Int64(info.st_size)
            seconds = Int(time.tv_sec)
            nanoseconds = Int(time.tv_nsec)
        }
    }

    package static func stamp(of path: String) -> Stamp? {
        var info = stat()
        guard stat(path, &info) == 0 else { return nil }
        return Stamp(info)
    }

    /// Which file or folder a path leads to, whatever it is called.
    package struct Identity: Hashable, Sendable {
        private let device: Int
        private let inode: Int

        package init(device: Int, inode: Int) { (self.device, self.inode) = (device, inode) }

        /// Nil: there is nothing.
        package init?(_ path: String) {
            var info = stat()
            guard stat(path, &info) == 0 else { return nil }
            self.init(info)
        }

        package init(_ info: stat) {
            device = Int(truncatingIfNeeded: info.st_dev)
            inode = Int(truncatingIfNeeded: info.st_ino)
        }
    }

    /// What the system tells of a file without opening it: another value after each change.
    package struct Facts: Hashable, Sendable {
        package var device: Int
        package var inode: Int
        /// In bytes.
        package var size: Int
        /// When its content changed last, in nanoseconds since 1970.
        package var modified: Int
        /// When anything of it changed last, its name and its permissions too.
        package var changed: Int

        package var identity: Identity { Identity(device: device, inode: inode) }

        package init(device: Int, inode: Int, size: Int, modified: Int, changed: Int) {
            self.device = device
            self.inode = inode
            self.size = size
            self.modified = modified
            self.changed = changed
        }

        /// Nil: it is no ordinary file.
        init?(ofFile info: stat) {
            guard info.st_mode & S_IFMT == S_IFREG else { return nil }
            #if os(Linux)
                let (modified, changed) = (info.st_mtim, info.st_ctim)
            #else
                let (modified, changed) = (info.st_mtimespec, info.st_ctimespec)
            #endif
            device = Int(truncatingIfNeeded: info.st_dev)
            inode = Int(truncatingIfNeeded: info.st_ino)
            size = Int(info.st_size)
            self.modified = Self.nanoseconds(modified)
            self.changed = Self.nanoseconds(changed)
        }

        /// Whether a change from now on shows in other times.
        package var isSettled: Bool {
            var now = timespec()
            clock_gettime(CLOCK_REALTIME, &now)
            return isSettled(at: Self.nanoseconds(now))
        }

        /// Whether a change after a moment shows in other times: systems tell them in steps of some
        /// milliseconds, old ones in whole seconds or two.
        ///
        /// - Parameter time: in nanoseconds since 1970.
        package func isSettled(at time: Int) -> Bool {
            let last = max(modified, changed)
            return last < time - (last % 1_000_000_000 == 0 ? 2_000_000_000 : 100_000_000)
        }

        private static func nanoseconds(_ time: timespec) -> Int {
            Int(time.tv_sec) &* 1_000_000_000 &+ Int(time.tv_nsec)
        }
    }

    /// The facts of an ordinary file; nil: there is none, or a link or something else.
    package static func facts(of path: String) -> Facts? {
        var info = stat()
        return lstat(path, &info) == 0 ? Facts(ofFile: info) : nil
    }

    package static func remove(_ path: String) { unlink(path) }

    /// Gives a finished file its name, unless something has that name; durable when it returns.
    package static func publish(_ temporary: String, as path: String) throws {
        if session_rename_new(temporary, path) == 0 {
            // It has had but one name at each moment.
        } else if errno != EEXIST, link(temporary, path) == 0 {
            unlink(temporary)
        } else if errno == EEXIST || kind(of: path) != .missing {
            throw SystemError(.fileExists, "\(path) exists")
        } else if rename(temporary, path) != 0 {
            throw SystemError.last("\(path) cannot be created")
        }
        synchronize(folder: folder(of: path))
    }

    package static func synchronize(folder path: String) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    /// Has the disk hold what a file is. Not for a database, whose locks closing it would drop.
    package static func synchronize(file path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return }
            throw SystemError.last("\(path) cannot be opened")
        }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemError.last("\(path) cannot be written") }
    }

    /// Whether this process can open no more files, not as many as a session takes.
    package static var isOutOfDescriptors: Bool {
        let needed = (0..<5).map { _ in open("/dev/null", O_RDONLY | O_CLOEXEC) }
        let failure = errno
        for descriptor in needed where descriptor >= 0 { close(descriptor) }
        return needed.contains { $0 < 0 } && (failure == EMFILE || failure == ENFILE)
    }
}
