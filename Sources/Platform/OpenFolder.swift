internal import CPlatform

/// A folder that is being looked through. What is in it is asked for by name alone: the system does
/// not walk the path to each.
package struct OpenFolder: ~Copyable {
    #if os(Linux)
        private typealias Stream = OpaquePointer
    #else
        private typealias Stream = UnsafeMutablePointer<DIR>
    #endif

    private let stream: Stream

    /// Nil: it cannot be read, or is none.
    package init?(_ path: String) {
        guard let stream = opendir(path) else { return nil }
        self.stream = stream
    }

    deinit { closedir(stream) }

    /// What is in it, in the system's order, `.` and `..` too. To be called once.
    package func names() -> [String] {
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
            }
            names.append(name)
        }
        return names
    }

    /// The facts of an ordinary file in it; nil: there is none, or a link or something else.
    package func facts(of name: String) -> FileSystem.Facts? {
        var info = stat()
        guard fstatat(dirfd(stream), name, &info, AT_SYMLINK_NOFOLLOW) == 0 else { return nil }
        return FileSystem.Facts(ofFile: info)
    }
}
