import SessionStore

/// Says beside an answer about files that it is not what the log tells of the moment, but what a
/// tool found elsewhere on the line.
enum SeenFiles {
    /// `as first seen at main@204`
    static func label(_ sighting: FileSighting) -> String {
        "as \(sighting.isLater ? "first" : "last") seen at \(sighting.point)"
    }

    /// A file as it is at the moment, or as it was seen elsewhere.
    ///
    /// - Throws: ``SessionError/Code/fileUnknown`` where its content was not seen whole either.
    static func find(
        _ place: FilePlace, in session: Session, of file: String
    ) async throws -> (file: FileState, point: Point) {
        let (path, told, point) = try await place.findTold(in: session, of: file)
        if let told, told.size != nil || told.change.isRemoved { return (told, point) }
        let seen = try await session.sighting(of: path, at: point.moment)
        if let seen, seen.size != nil || told == nil { return (seen, point) }
        if let told { return (told, point) }
        throw SessionError(
            .fileUnknown, "nothing is recorded of \(path) up to \(point)",
            hint: "It comes later: session audit \(file) --path \(path)")
    }

    /// The content of a file that was found so, and beside it where that stands.
    static func content(
        of file: FileState, at point: Point, in session: Session
    ) async throws -> [UInt8] {
        guard let sighting = file.sighting else {
            return try await session.content(of: file.path, at: point.moment)
        }
        guard file.size != nil else {
            throw SessionError(
                .fileUnknown,
                "the content of \(file.path) at \(point) is unknown: "
                    + "\(file.reasonUnknown ?? "it was not seen") (\(sighting.point))",
                hint: "`session show FILE \(sighting.point)` shows what was seen.")
        }
        let bytes = try await session.content(of: sighting)
        let path = DisplayText.oneLine(file.path)
        Output.error.tryLine(
            "session: \(path) \(label(sighting)): the log does not tell it at \(point)")
        return bytes
    }
}
