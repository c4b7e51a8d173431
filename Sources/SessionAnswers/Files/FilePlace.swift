public import SessionStore

/// A file at a moment as a person gave it: `MOMENT:PATH`; without a colon, or with nothing before
/// it, the head of main.
///
/// ```swift
/// let (file, point) = try await FilePlace("main@120:src/parser.swift")
///     .find(in: session, of: "app.session")
/// ```
public struct FilePlace: Sendable {
    private let text: String
    private let clock: WallClock

    /// - Parameter clock: where and when the person is who wrote it.
    public init(_ text: String, clock: WallClock = .universal) {
        (self.text, self.clock) = (text, clock)
    }

    /// Finds the file as the log tells it at the moment, removed ones too.
    ///
    /// - Parameter file: the session's, for what errors say.
    /// - Throws: ``SessionError/Code/fileUnknown`` where there is none,
    ///   ``SessionError/Code/ambiguousPath`` where there are several.
    public func find(
        in session: Session, of file: String
    ) async throws -> (file: FileState, point: Point) {
        let (moment, path) = try parse()
        let point = try await resolve(moment, in: session)
        let files = try await session.files(at: point.moment, includingRemoved: true)
        return (try FilePath(path).find(in: files, of: file, at: point), point)
    }

    /// Finds the file as it is at the moment, or as it was seen elsewhere on the line.
    ///
    /// - Parameter file: the session's, for what errors say.
    /// - Throws: ``SessionError/Code/fileUnknown`` where its content was not seen whole either.
    public func findSeen(
        in session: Session, of file: String
    ) async throws -> (file: FileState, point: Point) {
        let (path, told, point) = try await findTold(in: session, of: file)
        if let told, told.size != nil || told.change.isRemoved { return (told, point) }
        let seen = try await session.sighting(of: path, at: point.moment)
        if let seen, seen.size != nil || told == nil { return (seen, point) }
        if let told { return (told, point) }
        throw SessionError(
            .fileUnknown, "nothing is recorded of \(path) up to \(point)",
            hint: "It comes later: \(.changes(of: path, in: file))")
    }

    /// The same, of all files that the line tells anything of; nil in `told` where it does so
    /// elsewhere alone.
    private func findTold(
        in session: Session, of file: String
    ) async throws -> (path: String, told: FileState?, point: Point) {
        do {
            let (told, point) = try await find(in: session, of: file)
            return (told.path, told, point)
        } catch let error as SessionError where error.code == .fileUnknown {
            let (moment, path) = try parse()
            let point = try await resolve(moment, in: session)
            let known = Set(try await session.pathsTold(on: point.branch).map { Array($0.utf8) })
                .map { String(decoding: $0, as: UTF8.self) }.sorted()
                .map { FileState(path: $0, revision: 0, change: FileChanged(), size: nil) }
            do {
                let found = try FilePath(path).find(in: known, of: file, at: point)
                return (found.path, nil, point)
            } catch let other as SessionError where other.code == .fileUnknown {
                throw error
            }
        }
    }

    private func parse() throws -> (Moment, String) {
        if !text.contains(":") { return (.named(.main), text) }
        if text.hasPrefix(":"), text.count > 1 { return (.named(.main), String(text.dropFirst())) }
        return try Moment.withPath(text, clock: clock)
    }

    /// What stands before a colon may be the beginning of a path, such as `C:\x`.
    private func resolve(_ moment: Moment, in session: Session) async throws -> Point {
        do {
            return try await session.resolve(moment)
        } catch let error as SessionError where error.code == .branchNotFound {
            throw SessionError(
                error.code, error.message,
                hint: "A path that holds a colon needs one before it: \":\(text)\".\n"
                    + (error.hint ?? ""), cause: error)
        }
    }
}
