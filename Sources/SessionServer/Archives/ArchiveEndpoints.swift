internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import SessionAnswers
internal import SessionIndex
internal import SessionStore

/// Projects in and out as a whole: a tar archive with the files that `Schemas/project-1.md` tells
/// of, which unpacked in a server's folder of data is the project again.
struct ArchiveEndpoints {
    let store: Store

    func add(to routes: Routes) {
        routes.stream("projects/:project/export", export)
        routes.post("project-imports", bring)
    }

    // MARK: Out

    private func export(_ asked: Asked) async throws -> Response {
        let project = try await store.projects.project(asked, as: .owner)
        let caller = try asked.caller
        let sessions = try await sessions(of: project)
        try await project.record(
            sessions.map {
                .entry(.entryExported, $0.id, by: caller.actor, [("format", "tar")])
            })
        let writer = ProjectArchive(project: project, sessions: sessions, store: store)
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/x-tar",
                .contentDisposition: "attachment; filename=\"\(project.id).tar\"",
            ],
            body: ResponseBody { try await writer.write(to: $0) })
    }

    /// - Throws: 409 where one of them cannot be read.
    private func sessions(of project: Project) async throws -> [Store.Found] {
        try await project.index.sessions(.everything, order: .name).map { row in
            switch row.content {
            case .success(let content):
                return Store.Found(id: content.session, path: row.path, project: project)
            case .failure(let error):
                throw Problem.conflict(
                    "damaged", "\(row.name) cannot be read: \(error.message)",
                    hint: "Delete it, or put a sound copy in its place; then export again.")
            }
        }
    }

    // MARK: In

    private func bring(_ asked: Asked) async throws -> Answer {
        let caller = try asked.caller
        try caller.checkKnown()
        let staged = try Staging(in: store.projects.root, store.projects.sources)
        defer { withExtendedLifetime(staged) {} }
        let upload = staged.path("upload.tar")
        try await asked.receive(to: upload)
        let archive = try ArrivedProject(upload, in: staged)
        try await archive.check()
        let project =
            try asked.flag("duplicate")
            ? try await archive.duplicate(in: store.projects, by: caller)
            : try await archive.keep(in: store.projects, by: caller)
        return .created(
            [
                "project": .string(project.id), "name": .string(try await project.facts().name),
                "sessions": .number(archive.sessions.count),
            ], at: "/api/projects/\(project.id)")
    }
}

/// A project on its way out: the log, then each session as it is when its turn comes.
struct ProjectArchive: Sendable {
    let project: Project
    let sessions: [Store.Found]
    let store: Store

    func write(to writer: any ResponseBodyWriter) async throws {
        var writer = writer
        try await add(project.log, as: "projects/\(project.id).session", to: &writer)
        for found in sessions {
            do {
                try await store.pool.use(found.path) { session in
                    try await add(
                        session, as: "projects/\(project.id)/\(found.id).session", to: &writer)
                }
            } catch let error as SessionError where error.code == .fileNotFound {
                continue  // It was deleted meanwhile.
            }
        }
        try await writer.write(ByteBuffer(bytes: Tar.end))
        try await writer.finish(nil)
    }

    private func add(
        _ session: Session, as path: String, to writer: inout any ResponseBodyWriter
    ) async throws {
        let staged = try Staging(in: project.root, store.projects.sources)
        defer { withExtendedLifetime(staged) {} }
        let copy = staged.path("copy.session")
        try await session.save(to: copy)
        let handle = try FileHandle(forReadingFrom: URL(filePath: copy))
        defer { try? handle.close() }
        let size = Int(try handle.seekToEnd())
        try handle.seek(toOffset: 0)
        let modified = Int(store.projects.sources.now.timeIntervalSince1970)
        try await writer.write(
            ByteBuffer(bytes: Tar.header(of: path, size: size, modified: modified)))
        while let data = try handle.read(upToCount: 1 << 18), !data.isEmpty {
            try await writer.write(ByteBuffer(bytes: data))
        }
        try await writer.write(ByteBuffer(bytes: Tar.padding(after: size)))
    }
}
