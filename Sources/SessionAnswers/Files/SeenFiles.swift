public import SessionStore

extension FileSighting {
    /// Says beside an answer about files that it is not what the log tells of the moment, but what
    /// a tool found elsewhere on the line: `as first seen at main@204`.
    public var label: String { "as \(isLater ? "first" : "last") seen at \(point)" }
}

extension Session {
    /// The content of a file that ``FilePlace/findSeen(in:of:)`` found.
    ///
    /// - Throws: ``SessionError/Code/fileUnknown`` where it was not seen whole.
    public func content(of file: FileState, at point: Point) async throws -> [UInt8] {
        guard let sighting = file.sighting else {
            return try await content(of: file.path, at: point.moment)
        }
        guard file.size != nil else {
            throw SessionError(
                .fileUnknown,
                "the content of \(file.path) at \(point) is unknown: "
                    + "\(file.reasonUnknown ?? "it was not seen") (\(sighting.point))",
                hint: "\(.show(sighting.point.moment)) shows what was seen.")
        }
        return try await content(of: sighting)
    }
}
