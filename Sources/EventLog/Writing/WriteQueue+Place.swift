internal import Dispatch
internal import Platform

/// The write-ahead log goes by the session's name: it is written back before the two part.
extension WriteQueue {
    // MARK: Moved files

    /// Tells whoever opens the file under another name that not all is in it. Another writer may
    /// have told it already; he takes it back when the log is written back as a whole.
    func mark(_ rows: LogRows) {
        guard confined.log != nil, !confined.isMarking else { return }
        confined.isMarking = rows.mark()
    }

    /// Refuses to go on where the name does not stand for this file alone any more. What is
    /// committed is in a write-ahead log that goes by the name: it is brought into the file first,
    /// through what is open.
    func checkPlace(_ rows: LogRows) throws {
        guard let problem = place?.problem() else { return }
        let isWhole = writeBack(rows, patience: 5_000)
        throw LogError(
            problem.code,
            problem.message
                + (isWhole
                    ? "; nothing more is written to it here, and all that was is in the file"
                    : "; its last events are in \(place?.path ?? "")-wal, which belongs beside it"))
    }

    /// Writes the write-ahead log back into the file and cuts it off.
    ///
    /// - Parameter patience: how long readers in the way are waited for, in milliseconds.
    /// - Returns: whether nothing is left in it.
    @discardableResult
    private func writeBack(_ rows: LogRows, patience: Int32) -> Bool {
        let isWhole = (try? rows.waiting(patience) { try rows.emptyLog() }) ?? false
        confined.log?.forgetSize()
        if isWhole {
            // Held or not: work outside of transactions forgets whether it is.
            rows.unmark()
            confined.isMarking = false
        }
        return isWhole
    }

    // MARK: Closing

    func closeConnection() throws {
        guard let lock = confined.lock, let place else {
            try connection.close()
            return
        }
        guard FileSystem.size(of: place.path + "-wal") > 0 || place.isGone else {
            try connection.close()
            lock.remove()
            return
        }
        try lock.whileHeld {
            // Someone else may have it open still, a reader that follows it for days. What he moves
            // or copies then should be whole all the same.
            let isGone = place.isGone
            connection.inQueue { rows in
                writeBack(rows, patience: 0)
                if isGone { rows.leaveCompanions() }
            }
            try connection.close()
            if isGone { removeCompanions(of: place) }
        }
        lock.remove()
    }

    /// Removes what lies beside a name that stands for nothing; whoever gives a file that name
    /// holds the lock.
    private func removeCompanions(of place: FilePlace) {
        guard FileSystem.kind(of: place.path) == .missing else { return }
        for suffix in ["-wal", "-shm"] where FileSystem.size(of: place.path + "-wal") == 0 {
            FileSystem.remove(place.path + suffix)
        }
    }

    // MARK: Rest

    private static let restQueue = DispatchQueue(label: "session.rest", qos: .utility)

    /// Has what is in the write-ahead log written back once nothing was written for a second: then
    /// the file can be copied, moved or read as it stands. At most one timer is running.
    func restLater() {
        guard let log = confined.log, log.commits > confined.restedAt,
            !isResting.exchange(true, ordering: .acquiringAndReleasing)
        else { return }
        let commits = log.commits
        Self.restQueue.asyncAfter(deadline: .now() + 1) { [weak self] in
            self?.connection.later { [weak self] in self?.rest($0, ifStillAt: commits) }
        }
    }

    private func rest(_ rows: LogRows, ifStillAt commits: Int) {
        isResting.store(false, ordering: .releasing)
        guard !rows.isClosed, let log = confined.log, let lock = confined.lock
        else { return }
        guard log.commits == commits else { return restLater() }
        confined.restedAt = commits
        try? lock.whileHeldIfFree { isHeld in
            if isHeld { writeBack(rows, patience: 0) }
        }
        lock.letGo()
        rows.releaseMemory()
    }
}
