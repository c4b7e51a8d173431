internal import Foundation

/// How many sessions may be open at once: the system gives a process so many descriptors.
enum Descriptors {
    /// What is kept for connections, logs of projects and indexes.
    private static let reserve = 256

    static func sessions() -> Int {
        var limit = rlimit()
        let kind = __rlimit_resource_t(UInt32(RLIMIT_NOFILE.rawValue))
        guard getrlimit(kind, &limit) == 0 else { return 100 }
        let free = Int(clamping: limit.rlim_cur) - reserve
        return max(free / 2, 64) / SessionPool.descriptors
    }
}
