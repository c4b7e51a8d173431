internal import Foundation
internal import SessionStore

/// A project that came as an archive, unpacked beside the data, where it does not count yet.
struct ArrivedProject {
    private let id: String
    private let log: String
    /// Paths of sessions' files by id.
    private(set) var sessions: [String: String] = [:]

    /// Unpacks an archive.
    ///
    /// - Throws: 400 where it holds anything but one project.
    init(_ archive: String, in staged: Staging) throws {
        let handle = try FileHandle(forReadingFrom: URL(filePath: archive))
        defer { try? handle.close() }
        var reader = TarReader(handle)
        var (logs, sessions): ([String: String], [Member: String]) = ([:], [:])
        while let entry = try reader.next() {
            let member = try Member(entry.path)
            let path = staged.path("\(member.session ?? "log")-\(member.project).session")
            guard !FileManager.default.fileExists(atPath: path) else {
                throw Problem.invalid("the archive holds \(entry.path) twice")
            }
            let file = try Staging.writing(to: path)
            defer { try? file.close() }
            try reader.copy(to: file)
            if member.session == nil {
                logs[member.project] = path
            } else {
                sessions[member] = path
            }
        }
        guard let (id, log) = logs.first, logs.count == 1,
            sessions.keys.allSatisfy({ $0.project == id })
        else { throw Problem.invalid("the archive holds no project, or more than one") }
        (self.id, self.log) = (id, log)
        for (member, path) in sessions { self.sessions[member.session ?? ""] = path }
    }

    /// `projects/ID.session` or `projects/ID/SESSION.session`.
    private struct Member: Hashable {
        let project: String
        let session: String?

        init(_ path: String) throws {
            var parts = path.split(separator: "/", omittingEmptySubsequences: false)
            if parts.first == "." { parts.removeFirst() }
            guard parts.first == "projects", (2...3).contains(parts.count),
                let last = parts.last, last.hasSuffix(SessionFolder.ending)
            else { throw Self.unexpected(path) }
            let name = String(last.dropLast(SessionFolder.ending.count))
            (project, session) = parts.count == 3 ? (String(parts[1]), name) : (name, nil)
            guard SessionID.isValid(project), session.map(SessionID.isValid) ?? true else {
                throw Self.unexpected(path)
            }
        }

        private static func unexpected(_ path: String) -> Problem {
            .invalid("the archive holds \(path), which is no part of a project")
        }
    }

    // MARK: Checking

    /// Looks at each row, payload and digest of every file.
    ///
    /// - Throws: 400 of the first that is damaged.
    func check() async throws {
        try await ArrivedFile(log).check(saying: "the project's log")
        for (id, path) in sessions {
            let file = ArrivedFile(path)
            try await file.check(saying: "session \(id)")
            guard try await file.id == id else {
                throw Problem.invalid("the file of session \(id) holds another one")
            }
        }
    }

    // MARK: Keeping

    /// Makes it a project under its own id.
    ///
    /// - Throws: 409 where there is one of that id.
    func keep(in projects: Projects, by caller: Caller) async throws -> Project {
        guard let project = try await projects.take(id, log: log, sessions: sessions) else {
            throw Problem.conflict(
                "projectExists", "there is a project \(id) already",
                hint: "Send ?duplicate=true to have a project of its own made of it.")
        }
        let isOwner = try await project.facts().members[caller.user] == .owner
        try await project.record(
            (isOwner ? [] : [.member(caller.user, .owner, by: caller.actor)])
                + sessions.keys.sorted().map { .entry(.entryImported, $0, by: caller.actor) })
        return project
    }

    /// Makes another project of it, whose sessions have ids of their own.
    func duplicate(in projects: Projects, by caller: Caller) async throws -> Project {
        let name = try await Session.useOne(log) { log in
            try await log.preview(at: .named(.main)).title
        }
        let project = try await projects.create(name, by: caller)
        for (id, path) in sessions.sorted(by: { $0.key < $1.key }) {
            let copy = path + "-copy.session"
            let new = try await Session.useOne(path) { session in
                try await session.duplicate(to: copy, by: caller.actor)
            }
            guard try project.file(copy, as: new) != nil else { continue }
            try await project.record([
                .entry(.entryDuplicated, new, by: caller.actor, [("of", .string(id))])
            ])
        }
        return project
    }
}
