internal import CSQLite
internal import Synchronization

/// Tells that a statement's time is over.
final class SQLAlarm: Sendable {
    private let rang = Atomic<Bool>(false)

    var hasRung: Bool { rang.load(ordering: .acquiring) }

    func ring() { rang.store(true, ordering: .releasing) }
}

/// Ends a statement that takes too much memory, or whose task was cancelled.
///
/// SQLite counts memory for the whole process and asks between steps of its machine alone. So no
/// value may be longer than the limit, and it is asked often; what is left is what a few steps take
/// at once. A process that does nothing else has SQLite refuse it.
final class SQLGuardian {
    /// Steps of SQLite's machine between two looks. Twenty cost a sum over three million numbers a
    /// fifth of its time (unoptimized); where SQLite itself refuses memory it need not be so often.
    private var stride: Int32 { isAlone ? 1000 : 20 }
    /// Below this not even the views could be read.
    private static let leastLength: Int = 1 << 16

    private let limit: Int
    private let isAlone: Bool
    private let memory = sqlite3_memory_used()
    private(set) var reason = LogError(.ioFailed, "the call was cancelled")

    init(memoryLimit: Int, isAlone: Bool) {
        limit = memoryLimit
        self.isAlone = isAlone
    }

    func watching<Result>(
        _ handle: OpaquePointer?, _ body: () throws -> Result
    ) rethrows -> Result {
        restrict(handle)
        sqlite3_progress_handler(
            handle, stride,
            { data in
                guard let data else { return 1 }
                return Unmanaged<SQLGuardian>.fromOpaque(data).takeUnretainedValue().mayGoOn
                    ? 0 : 1
            }, Unmanaged.passUnretained(self).toOpaque())
        defer { sqlite3_progress_handler(handle, 0, nil, nil) }
        guard isAlone else { return try body() }
        let before = sqlite3_hard_heap_limit64(memory + Int64(limit))
        defer { sqlite3_hard_heap_limit64(before) }
        return try body()
    }

    /// What statements of people never need, and what attacks are made of
    /// (<https://www.sqlite.org/security.html>).
    private func restrict(_ handle: OpaquePointer?) {
        let length = min(max(limit, Self.leastLength), Int(Int32.max))
        let limits: [(Int32, Int32)] = [
            (SQLITE_LIMIT_LENGTH, Int32(length)), (SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000),
            (SQLITE_LIMIT_EXPR_DEPTH, 200), (SQLITE_LIMIT_VDBE_OP, 250_000),
        ]
        for (kind, value) in limits where sqlite3_limit(handle, kind, -1) > value {
            sqlite3_limit(handle, kind, value)
        }
    }

    var mayGoOn: Bool {
        if Task.isCancelled { return false }
        guard Int(sqlite3_memory_used() - memory) > limit else { return true }
        reason = tooMuch
        return false
    }

    /// What a result code says of the limits; nil: nothing.
    func error(_ code: Int32) -> LogError? {
        switch code {
        case SQLITE_TOOBIG:
            LogError(
                .limitReached,
                "a value, or the event that one is taken from, is too large for the "
                    + "\(limit >> 20) MB of memory that the statement may take")
        case SQLITE_NOMEM where isAlone: tooMuch
        default: nil
        }
    }

    private var tooMuch: LogError {
        LogError(.limitReached, "the statement took more than \(limit >> 20) MB of memory")
    }
}
