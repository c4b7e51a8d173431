internal import EventLog

extension LogReader {
    /// Calls `body` with every entry of the file that can be read, in the order written.
    ///
    /// - Returns: the positions of those that are damaged; of several that are missing, the first.
    @discardableResult
    func forEachReadableEntry(
        headersOnly: Bool, _ body: (LogEntry) throws -> Void
    ) throws -> [Position] {
        var next: Position = 1
        var damaged: [Position] = []
        let last = try lastPosition()
        while next <= last {
            let batch = try LogError.unlessDamaged {
                try entries(fromPosition: next, limit: 256, headersOnly: headersOnly)
            }
            for entry in batch ?? [] { try body(entry) }
            guard batch == nil else {
                next = (batch?.last?.position ?? last) + 1
                continue
            }
            damaged.append(next)
            // The next one there is: a forged number may lie as far away as numbers go.
            next = try position(from: next + 1) ?? last + 1
        }
        return damaged
    }
}
