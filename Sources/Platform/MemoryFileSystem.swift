internal import CPlatform

/// File systems that keep everything in memory.
public enum MemoryFileSystem {
    /// Whether what is written into a folder stays in memory. Known on Linux alone, of tmpfs and
    /// ramfs (statfs(2)).
    public static func holds(_ folder: String) -> Bool {
        [0x0102_1994, 0x8584_58F6].contains(session_file_system(folder))
    }
}
