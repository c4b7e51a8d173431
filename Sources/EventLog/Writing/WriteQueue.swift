internal import Synchronization

/// Commits writes in the order they came, all that wait at the same time in one transaction, so
/// that they share one wait for the disk.
final class WriteQueue: Sendable {
    private struct Job: Sendable {
        let effort: Effort
        let isRepeatable: Bool
        /// Does the work inside the transaction and keeps its result.
        let work: @Sendable (LogWriter) throws -> Void
        /// Told once the result is on disk, or why it is not.
        let done: @Sendable ((any Error)?) -> Void
    }

    private struct Pending {
        var jobs: [Job] = []
        var isRunning = false
        /// How much is done, or waits to be, outside of transactions.
        var exclusive = 0
        /// Whether nothing is taken any more.
        var isFinished = false
        var whenIdle: [CheckedContinuation<Void, Never>] = []

        var isIdle: Bool { !isRunning && exclusive == 0 }

        /// Those who wait, where there is nothing to wait for.
        mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
            guard isIdle else { return [] }
            defer { whenIdle = [] }
            return whenIdle
        }
    }

    /// What only the connection's queue touches.
    final class Confined: @unchecked Sendable {
        let state = WriteState()
        let lock: WriterLock?
        var dataVersion: Int = -1
        var log: WriteAheadLog?
        /// Commits when it was last looked at whether nothing is written any more.
        var restedAt = 0
        /// Whether this connection marks the file as not whole without its write-ahead log.
        var isMarking = false

        init(lock: WriterLock?) { self.lock = lock }
    }

    let connection: Connection
    /// Nil: in memory.
    let place: FilePlace?
    let options: LogFile.Options
    private let pending = Mutex(Pending())
    let confined: Confined
    private let changes: ChangeHub
    let isResting = Atomic<Bool>(false)

    /// - Parameter lock: nil: nothing is ever written.
    init(
        connection: Connection, lock: WriterLock?, place: FilePlace?, options: LogFile.Options,
        changes: ChangeHub
    ) {
        self.connection = connection
        self.changes = changes
        self.options = options
        self.place = place
        confined = Confined(lock: lock)
    }

    /// Sets the journal mode, reads back what durability rests on, and takes away what is not ours.
    func enableWAL() throws {
        try connection.inQueue { rows in
            if try !rows.hasLog() { try whileLocked { _ = try rows.enableLog() } }
            guard try rows.hasLog(), try rows.synchronous() == options.durability.synchronous
            else { throw LogError(.ioFailed, "the write-ahead log cannot be used here") }
            connection.becomeWriter()
            if let place {
                let log = WriteAheadLog(
                    path: place.path + "-wal", pageSize: try rows.pageSize())
                log.watch(rows)
                confined.log = log
            }
            guard try !SchemaCheck.statistics(in: rows).isEmpty else { return }
            try whileLocked {
                mark(rows)
                try SchemaCheck.removeStatistics(rows)
            }
        }
    }

    func submit<Result: Sendable>(
        effort: Effort, isRepeatable: Bool,
        _ body: @escaping @Sendable (LogWriter) throws -> Result
    ) async throws -> Result {
        let result = Mutex<Result?>(nil)
        try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Void, any Error>) in
            let job = Job(
                effort: effort, isRepeatable: isRepeatable,
                work: { writer in
                    let value = try body(writer)
                    result.withLock { $0 = value }
                },
                done: { error in
                    if let error {
                        continuation.resume(throwing: error)
                    } else {
                        continuation.resume()
                    }
                })
            enqueue(job)
        }
        guard let value = result.withLock({ $0 }) else {
            throw LogError(.ioFailed, "the write gave no result")
        }
        return value
    }

    private func enqueue(_ job: Job) {
        let start: Bool? = pending.withLock { pending in
            guard !pending.isFinished else { return nil }
            pending.jobs.append(job)
            defer { pending.isRunning = true }
            return !pending.isRunning
        }
        guard let start else { return job.done(LogError.closed) }
        guard start else { return }
        if Self.isBlocking.exchange(true, ordering: .acquiring) {
            drainElsewhere()
        } else {
            connection.inQueue { drain($0, rounds: 1) }
            Self.isBlocking.store(false, ordering: .releasing)
        }
    }

    /// Whether some caller's own thread is writing. Handing a lone append to another thread and
    /// back costs as much as half a wait for the disk (measured: 1.8 instead of 1.2 times the bare
    /// insert), so one caller at a time, of all sessions, does its work where it is; the others
    /// hand theirs over, and Swift's threads never all wait for the disk.
    private static let isBlocking = Atomic<Bool>(false)

    private func drainElsewhere() {
        connection.later { self.drain($0, rounds: .max) }
    }

    /// Runs `body` outside of any transaction while no other connection writes.
    ///
    /// - Parameter telling: whether there is something new afterwards for who follows the file.
    func exclusively(
        telling: Bool = true, _ body: @escaping @Sendable (LogRows, LogReader) throws -> Void
    ) async throws {
        try pending.withLock { pending in
            guard !pending.isFinished else { throw LogError.closed }
            pending.exclusive += 1
        }
        defer {
            let waiting = pending.withLock { pending in
                pending.exclusive -= 1
                return pending.takeWaiting()
            }
            for continuation in waiting { continuation.resume() }
        }
        try await connection.onQueue { rows in
            try logErrors {
                try self.whileLocked {
                    try self.checkPlace(rows)
                    defer {
                        self.forgetAll()
                        self.confined.log?.forgetSize()
                        self.confined.isMarking = false
                    }
                    try body(rows, self.connection.reader(rows))
                    if telling { self.tellWatches() }
                }
            }
        }
    }

    /// Takes nothing more, and waits until nothing is left to write. What comes in between is
    /// refused here, where it would come to a closed connection: whoever asked before cannot know.
    func finish() async {
        await withCheckedContinuation { continuation in
            let idle = pending.withLock { pending in
                pending.isFinished = true
                if !pending.isIdle { pending.whenIdle.append(continuation) }
                return pending.isIdle
            }
            if idle { continuation.resume() }
        }
    }

    // MARK: On the connection's queue

    private enum Turn {
        case write([Job])
        case handOver
        case rest([CheckedContinuation<Void, Never>])
    }

    /// Writes what waits. After some rounds the rest goes to the connection's own thread.
    private func drain(_ rows: LogRows, rounds: Int) {
        var left = rounds
        while true {
            switch nextTurn(left) {
            case .write(let jobs): commit(jobs, rows)
            case .handOver: return drainElsewhere()
            case .rest(let waiting):
                for continuation in waiting { continuation.resume() }
                return restLater()
            }
            left -= 1
        }
    }

    private func nextTurn(_ left: Int) -> Turn {
        pending.withLock { pending in
            guard pending.jobs.isEmpty else {
                guard left > 0 else { return .handOver }
                defer { pending.jobs = [] }
                return .write(pending.jobs)
            }
            pending.isRunning = false
            return .rest(pending.takeWaiting())
        }
    }

    private func whileLocked<Result>(_ body: () throws -> Result) throws -> Result {
        guard let lock = confined.lock else { return try body() }
        return try lock.whileHeld(body)
    }

    private func commit(_ jobs: [Job], _ rows: LogRows) {
        var outcomes = [(any Error)?](repeating: nil, count: jobs.count)
        do {
            try whileLocked {
                mark(rows)
                try checkPlace(rows)
                try transaction(jobs, &outcomes, rows)
                try checkPlace(rows)
                tellWatches()
                tendLog(rows)
            }
        } catch {
            undo(rows)
            outcomes = outcomes.map { $0 ?? error }
        }
        for (job, outcome) in zip(jobs, outcomes) { job.done(outcome) }
    }

    /// Those of this process hear of it the same way as those of others, once.
    private func tellWatches() {
        if let lock = confined.lock { lock.touch() } else { changes.tell() }
    }

    /// How much is kept for undoing what one job wrote.
    private enum Undoing {
        /// The job is the only one: the transaction goes with it.
        case whole
        /// Nothing: the transaction is undone, and done anew with savepoints.
        case again
        /// A savepoint, for which SQLite copies every page that the job is the first to change.
        case savepoint
    }

    /// A job that failed after it had written something.
    private struct Entangled: Error {}

    private func transaction(
        _ jobs: [Job], _ outcomes: inout [(any Error)?], _ rows: LogRows
    ) throws {
        guard jobs.count > 1 else { return try transaction(jobs, .whole, &outcomes, rows) }
        let areRepeatable = jobs.allSatisfy(\.isRepeatable)
        do {
            try transaction(jobs, areRepeatable ? .again : .savepoint, &outcomes, rows)
        } catch is Entangled {
            undo(rows)
            outcomes = outcomes.map { _ in nil }
            try transaction(jobs, .savepoint, &outcomes, rows)
        }
    }

    private func transaction(
        _ jobs: [Job], _ undoing: Undoing, _ outcomes: inout [(any Error)?],
        _ rows: LogRows
    ) throws {
        try begin(rows)
        var worked = false
        for (index, job) in jobs.enumerated() {
            outcomes[index] = try run(job, undoing, rows)
            worked = worked || outcomes[index] == nil
        }
        guard worked else { return undo(rows) }
        try options.beforeCommit(writer(rows, effort: .fast))
        try rows.commit()
    }

    /// A file whose epoch somebody deleted gets one by itself, whatever becomes of the jobs.
    private func begin(_ rows: LogRows) throws {
        try rows.begin(isWriting: true)
        try noticeOtherWriters(rows)
        guard try writer(rows, effort: .fast).ensureEpoch() else { return }
        try rows.commit()
        try rows.begin(isWriting: true)
        try noticeOtherWriters(rows)
    }

    /// What this connection remembers is stale once another one has written.
    private func noticeOtherWriters(_ rows: LogRows) throws {
        let version = try rows.dataVersion()
        if version != confined.dataVersion {
            if confined.dataVersion != -1 { forgetAll() }
            confined.dataVersion = version
        }
    }

    /// Runs one job; gives its error when it failed and left nothing behind.
    private func run(_ job: Job, _ undoing: Undoing, _ rows: LogRows) throws -> (any Error)? {
        let before = rows.changes
        if undoing == .savepoint { try rows.beginPart() }
        do {
            try job.work(writer(rows, effort: job.effort))
            if undoing == .savepoint { try rows.keepPart() }
            return nil
        } catch {
            forgetAll()
            // SQLite ends the whole transaction by itself after some errors, such as a full disk.
            guard rows.isInTransaction else { throw error }
            switch undoing {
            case .whole: throw error
            case .again:
                guard rows.changes == before else {
                    throw Entangled()
                }
            case .savepoint:
                try rows.undoPart()
            }
            return error
        }
    }

    private func writer(_ rows: LogRows, effort: Effort) -> LogWriter {
        LogWriter(
            reader: connection.reader(rows), state: confined.state, effort: effort,
            salt: options.salt)
    }

    private func undo(_ rows: LogRows) {
        rows.rollBack()
        forgetAll()
    }

    private func forgetAll() {
        confined.state.forgetAll()
        connection.forgetAll()
        options.afterRollback()
    }

    /// Writes the write-ahead log back into the file when it is long. Readers may stand in the way;
    /// then the next one does it. Under the lock that every writer takes, even a passive checkpoint
    /// races nobody.
    private func tendLog(_ rows: LogRows) {
        guard let log = confined.log else { return }
        // Callers wait for this append: a reader that is in the way is not waited for.
        if log.wantsCheckpoint { rows.restartLog() }
        log.makeRoom()
    }
}
