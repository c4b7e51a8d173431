internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SessionAnswers
internal import SessionFormats
internal import SessionStore

/// Sessions in and out: as files, and as transcripts of other tools.
struct ExchangeEndpoints {
    let store: Store

    func add(to routes: Routes) {
        routes.stream("sessions/:session/export", export)
        routes.post("imports", bring)
    }

    // MARK: Out

    /// The `.session` file itself, or with `?format=` what it is in that format.
    private func export(_ asked: Asked) async throws -> Response {
        let name = asked.text("format") ?? "session"
        let moment = try asked.text("at").map { try Moment(asked: $0) }
        let caller = try asked.caller
        let (id, project, file, staged) = try await store.read(asked) { session, found in
            let staged = try Staging(in: found.project.root, store.projects.sources)
            let file =
                name == "session"
                ? try await copy(session, staged)
                : try await write(session, moment, as: name, staged)
            return (found.id, found.project, file, staged)
        }
        try await project.record([
            .entry(.entryExported, id, by: caller.actor, [("format", .string(name))])
        ])
        return try response(file, staged)
    }

    private func copy(_ session: Session, _ staged: Staging) async throws -> String {
        let path = staged.path(session.id + SessionFolder.ending)
        try await session.save(to: path)
        return path
    }

    private func write(
        _ session: Session, _ moment: Moment?, as name: String, _ staged: Staging
    ) async throws -> String {
        guard let format = TranscriptFormat(name: name), format.isWritten else {
            let names = TranscriptFormat.all.filter(\.isWritten).map(\.name)
            throw Problem.unknown(name, "format that is written", among: ["session"] + names)
        }
        let export = try TranscriptExport(session, as: format)
        let path = staged.path(try await export.fileName(at: moment, stem: session.id))
        let handle = try Staging.writing(to: path)
        defer { try? handle.close() }
        try await export.run(at: moment) { file, bytes in
            if file == nil { try handle.write(contentsOf: Data(bytes)) }
        }
        return path
    }

    /// Sends a file piece by piece.
    private func response(_ path: String, _ staged: Staging) throws -> Response {
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        let name = Answer.escaped(URL(filePath: path).lastPathComponent)
        let type =
            path.hasSuffix(SessionFolder.ending) ? "application/vnd.sqlite3" : "text/plain"
        return Response(
            status: .ok,
            headers: [
                .contentType: type,
                .contentDisposition: "attachment; filename*=UTF-8''\(name)",
            ],
            body: ResponseBody(contentLength: size) { writer in
                defer { withExtendedLifetime(staged) {} }
                let handle = try FileHandle(forReadingFrom: URL(filePath: path))
                defer { try? handle.close() }
                while let data = try handle.read(upToCount: 1 << 18), !data.isEmpty {
                    try await writer.write(ByteBuffer(bytes: data))
                }
                try await writer.finish(nil)
            })
    }

    // MARK: In

    /// Takes the file that is the body: a session, or another tool's transcript. It counts once it
    /// was checked as a whole.
    private func bring(_ asked: Asked) async throws -> Answer {
        let caller = try asked.caller
        let project = try await store.projects.project(
            try asked.required("project"), for: caller, as: .writer)
        try store.checkRoom(in: project)
        let staged = try Staging(in: project.root, store.projects.sources)
        defer { withExtendedLifetime(staged) {} }
        let upload = staged.path("upload.jsonl")
        try await asked.receive(to: upload)
        let file = staged.path("made.session")
        var report: JSON?
        if try ArrivedFile(upload).isDatabase {
            try FileManager.default.moveItem(atPath: upload, toPath: file)
            try await ArrivedFile(file).check(saying: "the session")
        } else {
            report = try await read(upload, into: file, asked, by: caller)
        }
        return try await keep(file, report, in: project, asked, by: caller)
    }

    private func read(
        _ upload: String, into file: String, _ asked: Asked, by caller: Caller
    ) async throws -> JSON {
        let format = try asked.text("format").map { name in
            guard let format = TranscriptFormat(name: name), format.isRead else {
                let names = TranscriptFormat.all.filter(\.isRead).map(\.name)
                throw Problem.unknown(name, "format that is read", among: names)
            }
            return format
        }
        var transcript = TranscriptImport(to: .file(file), format: format)
        transcript.user = caller.user
        transcript.isMasking = try asked.flag("mask")
        do {
            let report = try await transcript.run(upload)
            return Records.imported(report, from: "").without("transcript").without("path")
        } catch let error as SessionError where error.code == .unknownFormat {
            throw Problem.invalid(error.message.replacing(upload, with: "the body"))
        }
    }

    /// Files it under its id; another session of that id stays as it is.
    private func keep(
        _ file: String, _ report: JSON?, in project: Project, _ asked: Asked, by caller: Caller
    ) async throws -> Answer {
        var (file, id) = (file, "")
        id = try await ArrivedFile(file).id
        guard SessionID.isValid(id) else { throw Problem.invalid("the session's id is no UUID") }
        if try asked.flag("duplicate") {
            let copy = file + "-copy.session"
            id = try await Session.useOne(file) { session in
                try await session.duplicate(to: copy, by: caller.actor)
            }
            file = copy
        }
        guard try project.file(file, as: id) != nil else {
            throw Problem.sessionExists(
                id, hint: "Send ?duplicate=true to have a session of its own made of it.")
        }
        try await project.record([.entry(.entryImported, id, by: caller.actor)])
        return .created(
            .object(
                [("session", .string(id)), ("project", .string(project.id))]
                    + [("report", report)]), at: "/api/sessions/\(id)")
    }
}
