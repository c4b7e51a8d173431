import Foundation
import SessionStore

/// Finds the session that an import goes on with, or the name of a new one.
struct SessionPlace {
    var destination: TranscriptImport.Destination
    var isFresh: Bool
    /// The transcript's name, after which a new session is named.
    var stem: String
    /// What a new session belongs to, where projects are told apart.
    var project: Project

    /// - Parameters:
    ///   - format: the transcript's.
    ///   - folder: where the work was done, where the transcript tells it.
    init(
        of transcript: String, _ job: TranscriptImport, format: String, in folder: String? = nil
    ) {
        (destination, isFresh) = (job.destination, job.isFresh)
        stem = Self.stem(of: transcript)
        project = folder.map { Project(folder: $0) } ?? .tool(format)
    }

    /// The name of a file without folders.
    static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// Names that tools give every transcript: the folder tells which one it is.
    private static let general: Set<String> = [
        "events", "wire", "chat_history", "main", "agents", "transcript", "logs",
        ".system_generated",
    ]

    /// The name of a file without folders and extension, or of the folder that tells more.
    static func stem(of path: String) -> String {
        var url = URL(fileURLWithPath: withoutCompression(path)).deletingPathExtension()
        let own = url.lastPathComponent
        while general.contains(url.lastPathComponent) {
            url.deleteLastPathComponent()
        }
        let name = url.lastPathComponent
        return name.isEmpty || name == "/" || name == "." ? own : name
    }

    /// A compressed file's name as it was before.
    static func withoutCompression(_ path: String) -> String {
        path.hasSuffix(".zst") ? String(path.dropLast(".zst".count)) : path
    }

    /// A name for a session that has a title and no file of its own.
    static func stem(titled title: String) -> String {
        let plain = title.map { character -> Character in
            let isPlain = character.isLetter || character.isNumber || "-_.".contains(character)
            return isPlain ? character : " "
        }
        let words = String(plain).split { $0 == " " }.joined(separator: " ")
        let name = String(words.drop { $0 == "." }.prefix(60))
        return name.utf8.count > 200 || name.isEmpty ? "conversation" : name
    }

    /// Where a session is that was found.
    struct Found {
        let path: String
        /// Whether it is to be created.
        var isNew = false
        /// Whether it is one that begins with the same record, of which the transcript may be a
        /// fork.
        var isLikely = false
    }

    /// - Parameter id: the transcript's own.
    func find<Format>(_ transcript: TranscriptFiles<Format>, id: String) async throws -> Found {
        if isFresh { return Found(path: try new(), isNew: true) }
        switch destination {
        case .file(let path):
            return Found(path: path, isNew: !FileManager.default.fileExists(atPath: path))
        case .folder(let folder):
            let paths = Self.sessions(in: folder, first: stem)
            return try await find(transcript, id, among: paths)
                ?? Found(path: new(), isNew: true)
        case .projects(let projects):
            let near = projects.folder(of: project).map { Self.sessions(in: $0, first: stem) } ?? []
            if let found = try await find(transcript, id, among: near) { return found }
            // Somebody may have moved it.
            for path in await projects.sessions(of: id, in: Format.name) where !near.contains(path)
            {
                let isIt = try? await Session.open(path, mode: .readOnly).closing { session in
                    let mark = try? await ImportMark.last(in: session, of: Format.name)
                    return try await Self.continues(transcript, session, mark, id)
                }
                if isIt ?? false { return Found(path: path) }
            }
            return Found(path: try new(), isNew: true)
        }
    }

    /// - Parameter paths: the session with the transcript's name before all others.
    private func find<Format>(
        _ transcript: TranscriptFiles<Format>, _ id: String, among paths: [String]
    ) async throws -> Found? {
        let records = Set(try transcript.firstRecords())
        var (home, namesake): (String?, String?)
        for path in paths {
            guard let session = try? await Session.open(path, mode: .readOnly) else { continue }
            let isSought = home == nil
            let (isIt, isOf, isHome) = try await session.closing { session in
                let mark = try? await ImportMark.last(in: session, of: Format.name)
                if try await Self.continues(transcript, session, mark, id) {
                    return (true, true, false)
                }
                let isHome =
                    isSought ? await Self.holds(records, of: Format.self, session) : false
                return (false, mark?.transcript == id, isHome)
            }
            if isIt { return Found(path: path) }
            if isOf, path == paths.first { namesake = path }
            if isHome { home = path }
        }
        // Of a transcript that names no id, one that has its name may be another one.
        if let namesake, try transcript.ownID() != nil { return Found(path: namesake) }
        return home.map { Found(path: $0, isLikely: true) }
    }

    /// A path at which nothing is: for a folder with `-2`, `-3` … where the name is taken.
    func new() throws -> String {
        switch destination {
        case .folder(let folder): return Self.free(Self.path(stem, in: folder))
        case .projects(let projects):
            return Self.free(Self.path(stem, in: try projects.make(project)))
        case .file(let path):
            if isFresh { return Self.free(path) }
            guard !FileManager.default.fileExists(atPath: path) else {
                throw SessionError(
                    .fileExists, "\(path) exists",
                    hint: "Name another file, or import with \(.importAgain(masking: false)).")
            }
            return path
        }
    }

    private static func path(_ stem: String, in folder: String) -> String {
        URL(fileURLWithPath: folder).appendingPathComponent("\(stem).session").path
    }

    private static func free(_ path: String) -> String {
        let stem = path.hasSuffix(".session") ? String(path.dropLast(".session".count)) : path
        var candidate = path
        var number = 2
        while FileManager.default.fileExists(atPath: candidate) {
            candidate = "\(stem)-\(number).session"
            number += 1
        }
        return candidate
    }

    /// The sessions of a folder, the one with the transcript's name before all others.
    private static func sessions(in folder: String, first stem: String) -> [String] {
        let folder = SessionFolder(URL(fileURLWithPath: folder).path)
        let first = stem + SessionFolder.ending
        let others = ((try? folder.files()) ?? []).filter { $0 != first }
        // One that has its name is looked at, be it a link.
        return ([first] + others).map { folder.path(of: $0) }
    }

    /// Events at the beginning of a session among which a record is looked for.
    private static let beginning: Position = 256

    /// Whether a session begins with a record that a transcript begins with, too.
    private static func holds<Format: RecordFormat>(
        _ records: Set<RecordKey>, of format: Format.Type, _ session: Session
    ) async -> Bool {
        guard !records.isEmpty else { return false }
        do {
            for try await event in session.allEvents(through: beginning) {
                if let key = StoredIndex<Format>.id(of: event) { return records.contains(key) }
            }
        } catch {}
        return false
    }

    /// Whether the transcript continues what was imported, or is an earlier state of it.
    private static func continues<Format>(
        _ transcript: TranscriptFiles<Format>, _ session: Session, _ mark: ImportMark?,
        _ id: String
    ) async throws -> Bool {
        guard let mark, mark.transcript == id else { return false }
        var source = try TranscriptSource<Format>(transcript.path, file: nil, isMasking: false)
        defer { source.close() }
        if try source.skip(mark) { return true }
        guard source.consumed < mark.bytes else { return false }
        return try await transcript.isPart(of: session)
    }

    /// Runs `body` on the session at `path`. A new one gets its name when it is complete, and
    /// begins when the transcript does.
    static func write<Result: Sendable>(
        _ path: String, isNew: Bool, startedAt: Timestamp?,
        whileWaiting: @escaping @Sendable () -> Void = {},
        _ body: (Session) async throws -> Result
    ) async throws -> Result {
        guard isNew else {
            let options = SessionOptions(whileWaiting: whileWaiting)
            do {
                return try await Session.open(path, options: options).closing(after: body)
            } catch let error as SessionError where error.code == .transcriptChanged {
                throw SessionError(
                    error.code, "\(error.message); what was imported is \(path)",
                    hint: error.hint, cause: error.cause)
            }
        }
        try FileManager.default.createDirectory(
            at: URL(fileURLWithPath: path).deletingLastPathComponent(),
            withIntermediateDirectories: true)
        return try await Session.create(
            at: path, occurredAt: startedAt, options: SessionOptions(pageSize: 512), filling: body)
    }
}
