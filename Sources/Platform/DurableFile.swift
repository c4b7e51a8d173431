/// Files that appear whole or not at all.
public enum DurableFile {
    /// Puts new content in the place of a small file's, or makes the file, for its owner alone.
    /// Whoever reads it finds the old or the new; durable when it returns. Not for databases.
    ///
    /// - Parameter path: nobody else writes to it, nor to this name with `.new` behind it.
    public static func replace(_ path: String, with bytes: [UInt8]) throws {
        let draft = path + ".new"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemError.last("\(path) cannot be written") }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                write(descriptor, $0.baseAddress, $0.count)
            }
            guard count > 0 || errno == EINTR else {
                throw SystemError.last("\(path) cannot be written")
            }
            written += max(0, count)
        }
        guard fsync(descriptor) == 0, rename(draft, path) == 0 else {
            throw SystemError.last("\(path) cannot be written")
        }
        FileSystem.synchronize(folder: FileSystem.folder(of: path))
    }

    /// Gives a finished file or folder its name, unless something has that name; durable when it
    /// returns.
    ///
    /// - Parameter draft: on the same disk.
    public static func publish(_ draft: String, as path: String) throws {
        try FileSystem.publish(draft, as: path)
    }
}
