internal import Platform
internal import Synchronization

/// Counts the changes of one log and wakes whoever waits for the next one.
///
/// It asks the operating system for news of the file from the first watch to the end of the last,
/// and waits without a timer: nothing runs while nothing happens.
final class ChangeHub: Sendable {
    private struct State {
        var changes = 0
        /// How often somebody who could have written to the file itself has closed it.
        var closings = 0
        var watches = 0
        /// Number of the listener of ``FileEvents``.
        var listener: Int?
        /// Why there will be no more changes.
        var end: LogError?
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
        var lastWaiter = 0
    }

    private let state = Mutex(State())
    private let place: FilePlace?
    private var path: String? { place?.path }

    /// - Parameter place: nil: in memory; then only this process writes.
    init(_ place: FilePlace?) { self.place = place }

    // MARK: Watches

    /// Must be balanced by ``leave()``.
    func enter() throws {
        try state.withLock { state in
            if let end = state.end { throw end }
            if state.listener == nil, let path {
                state.listener = try FileEvents.shared.add(path) { [weak self] in self?.take($0) }
            }
            state.watches += 1
        }
        // Of what happened before, the system tells nothing.
        if let error = gone(isMoved: false) { end(error) }
    }

    func leave() {
        let listener = state.withLock { state -> Int? in
            state.watches -= 1
            guard state.watches == 0 else { return nil }
            defer { state.listener = nil }
            return state.listener
        }
        if let listener { FileEvents.shared.remove(listener) }
    }

    /// Ends every watch, with this error.
    func end(_ error: LogError) {
        let waiting = state.withLock { state in
            state.end = state.end ?? error
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume(throwing: error) }
    }

    // MARK: Waiting

    var changes: Int { state.withLock { $0.changes } }
    var closings: Int { state.withLock { $0.closings } }

    /// Waits until there are other changes than these; an error says why none will come.
    func wait(past changes: Int) async throws {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer = state.withLock { state -> Result<Void, any Error>? in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.changes != changes { return .success(()) }
                    if let end = state.end { return .failure(end) }
                    state.waiting[id] = continuation
                    return nil
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?
                .resume(throwing: CancellationError())
        }
    }

    /// Something was committed.
    func tell() {
        let waiting = state.withLock { state in
            state.changes += 1
            defer { state.waiting = [:] }
            return state.waiting
        }
        for continuation in waiting.values { continuation.resume() }
    }

    // MARK: What happens to the file

    private func take(_ event: FileEvent) {
        switch event {
        case .written: tell()
        case .closed:
            state.withLock { $0.closings += 1 }
            tell()
        case .failed(let error): end(error)
        case .named(let isMoved):
            if let error = gone(isMoved: isMoved) { end(error) } else { tell() }
        }
    }

    /// Ends every watch of a file that another one was copied over.
    func overwritten() -> LogError {
        let error = LogError(
            .fileGone, "\(path ?? "the session") was overwritten with another file")
        end(error)
        return error
    }

    /// What became of the file, when its name does not stand for it any more.
    private func gone(isMoved: Bool) -> LogError? {
        guard let place, place.isGone else { return nil }
        let path = place.path
        let what =
            FileSystem.kind(of: path) != .missing
            ? "was replaced by another file"
            : isMoved ? "was moved away" : "was deleted, or its folder was moved"
        let rest =
            isMoved && FileSystem.size(of: path + "-wal") > 0
            ? "; its last events are in \(path)-wal, which belongs beside it" : ""
        return LogError(.fileGone, "\(path) \(what)\(rest)")
    }
}
