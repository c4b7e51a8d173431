import SessionStore

/// A file at a moment as a person gave it: `MOMENT:PATH`; without a colon, or with nothing before
/// it, the head of main.
struct FilePlace {
    private let text: String

    init(_ text: String) { self.text = text }

    func find(
        in session: Session, of file: String
    ) async throws -> (file: FileState, point: Point) {
        let (moment, path) = try parse()
        let point = try await resolve(moment, in: session)
        let files = try await session.files(at: point.moment, includingRemoved: true)
        return (try FilePath(path).find(in: files, of: file, at: point), point)
    }

    /// The same, of all files that the line tells anything of; nil in `told` where it does so
    /// elsewhere alone.
    func findTold(
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
        return try Moment.withPath(text, localOffset: LocalTime.offset(ofLocal:))
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

/// A path as a person gave it, to be found among the recorded ones.
struct FilePath {
    let text: String

    init(_ text: String) {
        self.text = text.hasPrefix("./") ? String(text.dropFirst(2)) : text
    }

    /// The file with exactly this path, or the only one whose path ends with it.
    ///
    /// - Throws: ``SessionError/Code/fileUnknown`` where there is none, and `ambiguousPath` with
    ///   the candidates where there are several.
    func find(
        in files: [FileState], of session: String, at point: Point
    ) throws -> FileState {
        guard !text.isEmpty else {
            throw SessionError(
                .invalidInput, "a file has a path, and this one is empty",
                hint: "See which files there are: session files \(session) \(point)")
        }
        // Two paths may be equal as text and differ in bytes (é, e and an accent): two files.
        let exact = files.first { $0.path.utf8.elementsEqual(text.utf8) }
        if let file = exact ?? files.first(where: { $0.path == text }) { return file }
        let ending = files.filter { isEnd(of: $0) && !$0.change.isRemoved }
        if ending.count == 1 { return ending[0] }
        guard ending.isEmpty else {
            throw SessionError(
                .ambiguousPath, "\"\(text)\" could be \(ending.count) files at \(point)",
                hint: "Write more of the path:\n"
                    + ending.prefix(8).map { "  \($0.path)" }.joined(separator: "\n"))
        }
        throw SessionError(
            .fileUnknown, "the log tells of no file \"\(text)\" at \(point)",
            hint: "See which files it knows: session files \(session) \(point)")
    }

    /// Whether a recorded path is written in short by this one.
    func isEnd(of file: FileState) -> Bool { file.path.hasSuffix("/" + text) }
}
