import Dispatch
import Foundation
import Synchronization

/// Runs asynchronous work from a target, which is none; what it throws is an answer. Not to be
/// called from such work: it holds its thread.
func wait(for work: @escaping @Sendable () async throws -> Void) {
    let done = DispatchSemaphore(value: 0)
    Task {
        try? await work()
        done.signal()
    }
    done.wait()
}

/// A folder in memory of this process alone, where the system has one.
enum Scratch {
    static let folder: String = {
        let memory = FileManager.default.fileExists(atPath: "/dev/shm")
        let base = memory ? "/dev/shm" : NSTemporaryDirectory()
        let path = "\(base)/session-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
        try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
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
        defer {
            for suffix in ["", "-wal", "-shm", "-lock", "-journal"] {
                try? FileManager.default.removeItem(atPath: path + suffix)
            }
        }
        try work(path)
    }
}
