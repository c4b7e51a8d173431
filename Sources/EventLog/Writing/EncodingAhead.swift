internal import Dispatch
internal import Synchronization

/// Compresses payloads that will be appended, some of them ahead of the one that is, on another
/// core: of the time that a batch of large events takes, compressing is a quarter.
///
/// Nobody ever waits for a thread to become free: a part that no other one has begun with is
/// compressed by who needs it. Used by one thread; what another one touches is between ``claim()``
/// and the end of ``compress()``.
final class EncodingAhead: @unchecked Sendable {
    private let encoder: GroupEncoder
    private let payloads: [[UInt8]]
    /// The payloads compressed ahead, in order.
    private var ready: ArraySlice<GroupEncoder.Packed> = []
    /// The payload that is handed out next.
    private var index = 0

    /// The payloads whose turn to be compressed it is.
    private var part = 0..<0
    private var packed: [GroupEncoder.Packed] = []
    private let isWaiting = Mutex(false)
    /// Signalled when another thread has compressed a part.
    private let compressed = DispatchSemaphore(value: 0)

    /// Bytes in a part: more, and what comes first is waited for; fewer, and threads are woken for
    /// little.
    private static let partSize = 64 << 10
    private static let queue = DispatchQueue(
        label: "session.encoding", qos: .userInitiated, attributes: .concurrent)

    /// - Parameter encoder: nobody else's until all payloads are handed out, or ``stop()``.
    init(_ encoder: GroupEncoder, _ payloads: [[UInt8]]) {
        self.encoder = encoder
        self.payloads = payloads
        begin(at: 0)
    }

    var isAtEnd: Bool { index == payloads.count }

    /// The next payload compressed; nil: `payload` is another one.
    func next(_ payload: [UInt8]) -> GroupEncoder.Packed? {
        guard index < payloads.count, payloads[index] == payload else { return nil }
        if ready.isEmpty {
            if claim() { compress() } else { compressed.wait() }
            ready = packed[...]
            begin(at: part.upperBound)
        }
        index += 1
        return ready.popFirst()
    }

    /// Has the encoder left alone from now on.
    func stop() {
        if !claim(), !part.isEmpty { compressed.wait() }
        part = 0..<0
    }

    // MARK: Parts

    private func begin(at start: Int) {
        var (end, size) = (start, 0)
        while end < payloads.count, size < Self.partSize {
            size += payloads[end].count
            end += 1
        }
        part = start..<end
        guard !part.isEmpty else { return }
        isWaiting.withLock { $0 = true }
        Self.queue.async { [self] in
            guard claim() else { return }
            compress()
            compressed.signal()
        }
    }

    /// Whether the part is the caller's to compress.
    private func claim() -> Bool {
        isWaiting.withLock { isWaiting in
            defer { isWaiting = false }
            return isWaiting
        }
    }

    private func compress() { packed = payloads[part].map { encoder.pack($0) } }
}
