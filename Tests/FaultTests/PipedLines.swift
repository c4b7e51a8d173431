import Foundation
import Synchronization

/// What comes through a pipe, line by line, as it comes.
final class PipedLines: Sendable {
    private struct Waiting {
        let id: Int
        let count: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var lines: [String] = []
        var rest: [UInt8] = []
        var isAtEnd = false
        var waiting: [Waiting] = []
        var lastID = 0

        /// Those for whom enough has come, or who wait no longer.
        mutating func takeServed(left: Int? = nil) -> [CheckedContinuation<Void, Never>] {
            let (count, isAtEnd) = (lines.count, isAtEnd)
            let isServed = { (waiting: Waiting) in
                waiting.count <= count || isAtEnd || waiting.id == left
            }
            defer { waiting.removeAll(where: isServed) }
            return waiting.filter(isServed).map(\.continuation)
        }
    }

    /// For a process to write to.
    let pipe = Pipe()
    private let state = Mutex(State())

    /// Begins to read, once a process has the other end: they come to their end with it.
    ///
    /// On a thread of its own: Dispatch on Linux may look at a source once more that has ended
    /// when the other end of its pipe was closed, and crash.
    func begin() {
        Thread.detachNewThread {
            while true {
                let piece = self.pipe.fileHandleForReading.availableData
                self.take(Array(piece), isLast: piece.isEmpty)
                if piece.isEmpty { return }
            }
        }
    }

    private func take(_ bytes: [UInt8], isLast: Bool) {
        let served = state.withLock { state in
            state.isAtEnd = isLast
            state.rest += bytes
            var lines = state.rest.split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            // One that a kill tore says nothing.
            state.rest = Array(lines.removeLast())
            state.lines += lines.map { String(decoding: $0, as: UTF8.self) }
            return state.takeServed()
        }
        for continuation in served { continuation.resume() }
    }

    /// All that have come by now.
    var lines: [String] { state.withLock(\.lines) }

    /// Waits until so many have come, or the end has, or the task is cancelled.
    func wait(for count: Int) async {
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let served = state.withLock { state in
                    state.waiting.append(
                        Waiting(id: id, count: count, continuation: continuation))
                    return state.takeServed(left: Task.isCancelled ? id : nil)
                }
                for continuation in served { continuation.resume() }
            }
        } onCancel: {
            let served = state.withLock { $0.takeServed(left: id) }
            for continuation in served { continuation.resume() }
        }
    }
}
