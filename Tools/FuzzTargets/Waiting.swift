import Dispatch
import Foundation
import Synchronization

/// Runs asynchronous work from a target, which is none; what it throws is an answer. Not to be
/// called from such work: it holds its thread.
func wait(for work: @escaping @Sendable () async throws -> Void) { _ = waitFor(work) }

/// What such work gives; nil where it throws.
func waitFor<Result: Sendable>(_ work: @escaping @Sendable () async throws -> Result) -> Result? {
    let outcome = Outcome<Result>()
    Task {
        let result = try? await work()
        outcome.value.withLock { $0 = result }
        outcome.done.signal()
    }
    outcome.done.wait()
    return outcome.value.withLock { $0 }
}

private final class Outcome<Result: Sendable>: Sendable {
    let done = DispatchSemaphore(value: 0)
    let value = Mutex<Result?>(nil)
}

/// A folder in memory of this process alone, where the system has one; gone when the process ends,
/// unless it crashes. `FUZZ_SCRATCH` names another one, for who cleans up after a crash.
enum Scratch {
    static let folder: String = {
        if let path = ProcessInfo.processInfo.environment["FUZZ_SCRATCH"] { return path }
        let memory = FileManager.default.fileExists(atPath: "/dev/shm")
        let base = memory ? "/dev/shm" : NSTemporaryDirectory()
        let path = "\(base)/session-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        atexit { try? FileManager.default.removeItem(atPath: Scratch.folder) }
        return path
    }()

    private static let count = Mutex(0)

    /// Gives a new path to the work, and removes what it left there.
    static func file(_ ending: String, _ work: (String) throws -> Void) rethrows {
        let number = count.withLock { count in
            count += 1
            return count
        }
        let path = "\(folder)/\(number).\(ending)"
        defer { for suffix in ["", "-wal", "-shm", "-lock", "-journal"] { unlink(path + suffix) } }
        try work(path)
    }
}
