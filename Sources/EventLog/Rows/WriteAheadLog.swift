internal import CSQLite
internal import Platform

/// Keeps the write-ahead log short, and room in it for what comes next.
///
/// A commit waits for the disk, and half of that wait is the file's growing length (measured:
/// fdatasync of a few KB takes 200 µs behind the end of a file and 100 µs inside it). So a busy
/// writer's log is lengthened with zeros, a megabyte at a time, and started over from its beginning
/// instead of being cut off. SQLite takes zeros for what they are: no frame.
///
/// The writing connection owns it; SQLite holds no locks on this file that a second descriptor
/// could drop.
final class WriteAheadLog {
    /// Above this many bytes it is written back into the database.
    private static let checkpointSize = 4 << 20
    private static let step = 1 << 20
    /// Least room that a commit should find.
    private static let margin = 128 << 10
    /// A connection that commits less often than this gets no extra room.
    private static let busyCommits = 16
    /// A commit of more bytes than this gains nothing from room: it writes longer than it waits.
    private static let largeCommit = 64 << 10

    private let path: String
    private let frameSize: Int
    private(set) var commits = 0
    /// Frames in it since it was last started over.
    private var frames: Int32 = 0
    private var lastCommit: Int32 = 0
    /// The file's length when it was last asked for, in bytes.
    private var knownSize = 0

    init(path: String, pageSize: Int) {
        self.path = path
        frameSize = 24 + pageSize
    }

    /// Has SQLite report each commit (<https://www.sqlite.org/c3ref/wal_hook.html>). The connection
    /// must be closed before this goes away.
    func watch(_ rows: LogRows) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_wal_hook(
            rows.database.sqliteConnection,
            { context, _, _, frames in
                guard let context else { return SQLITE_OK }
                let log = Unmanaged<WriteAheadLog>.fromOpaque(context).takeUnretainedValue()
                log.lastCommit = frames > log.frames ? frames - log.frames : frames
                log.frames = frames
                log.commits += 1
                return SQLITE_OK
            }, context)
    }

    /// To be called once it was started over or cut off by other means than a commit.
    func forgetSize() {
        frames = 0
        knownSize = 0
    }

    private var used: Int { 32 + Int(frames) * frameSize }

    var wantsCheckpoint: Bool { used > Self.checkpointSize }

    /// Lengthens the log where it is nearly used up. Failing is no harm: SQLite lengthens it
    /// itself.
    func makeRoom() {
        guard commits >= Self.busyCommits, !wantsCheckpoint, knownSize - used < Self.margin,
            Int(lastCommit) * frameSize < Self.largeCommit
        else { return }
        let size = FileSystem.size(of: path)
        knownSize = size
        guard size > 0, size - used < Self.margin else { return }
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let zeros = [UInt8](repeating: 0, count: Self.step)
        let written = zeros.withUnsafeBytes {
            pwrite(descriptor, $0.baseAddress, $0.count, off_t(size))
        }
        knownSize = size + max(0, written)
    }
}
