/// The system's own random bytes, fit for keys.
package enum SystemRandom {
    /// How many one call of `getentropy` gives at most (POSIX.1-2024).
    private static let most = 256

    package static func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { target, written in
            while written < count {
                let part = min(count - written, most)
                guard let start = target.baseAddress, getentropy(start + written, part) == 0 else {
                    preconditionFailure("the system gives no random bytes")
                }
                written += part
            }
        }
    }
}
