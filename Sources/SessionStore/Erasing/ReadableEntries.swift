internal import EventLog

extension LogReader {
    /// Calls `body` with every entry of the file that can be read, in the order written.
    ///
    /// - Returns: the positions of those that are damaged.
    @discardableResult
    func forEachReadableEntry(
        headersOnly: Bool, _ body: (LogEntry) throws -> Void
    ) throws -> [Int64] {
        var next: Int64 = 1
        var damaged: [Int64] = []
        let last = try lastPosition()
        while next <= last {
            let batch = try LogError.unlessDamaged {
                try entries(fromPosition: next, limit: 256, headersOnly: headersOnly)
            }
            for entry in batch ?? [] { try body(entry) }
            if batch == nil { damaged.append(next) }
            next = (batch?.last?.position ?? next) + 1
        }
        return damaged
    }
}
