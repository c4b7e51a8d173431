import Foundation
import SessionStore

extension DocumentFormat {
    static func run(
        _ job: TranscriptImport, _ transcript: String,
        progress: (@Sendable (ImportProgress) -> Void)?
    ) async throws -> ImportReport {
        var home: DocumentHome?
        guard let parts = try parts(of: transcript) else {
            do {
                return try await run(job, transcript, nil, &home, progress)
            } catch let error as SessionError where error.code == .fileExists && !job.isFresh {
                // Another process made the session at the same time: it is gone on with.
                home = nil
                return try await run(job, transcript, nil, &home, progress)
            }
        }
        var report: ImportReport
        switch job.destination {
        case .file:
            throw SessionError(
                .invalidInput, "\(transcript) holds \(parts.count) conversations",
                hint: "Name a folder: each becomes a session of its own there.")
        case .folder(let folder):
            home = DocumentHome(await DocumentHome.sessions(in: folder, of: Self.name))
            report = ImportReport(path: folder, isNew: false)
        case .projects(let projects): report = ImportReport(path: projects.path, isNew: false)
        }
        for part in parts {
            report.parts.append(try await run(job, transcript, part, &home, progress))
        }
        return report
    }

    static func write(
        _ transcript: String, as job: TranscriptImport, into writer: some TranscriptWriter
    ) throws {
        let parts = try parts(of: transcript)
        guard parts.map({ $0.count == 1 }) ?? true else {
            throw SessionError(
                .invalidInput, "\(transcript) holds \(parts?.count ?? 0) conversations",
                hint: "Import one of them, or all of them into a folder.")
        }
        let work = try work(job, transcript, parts?.first, nil)
        _ = try work.run(into: writer)
    }

    private static func work(
        _ job: TranscriptImport, _ transcript: String, _ part: DocumentPart?,
        _ progress: (@Sendable (ImportProgress) -> Void)?
    ) throws -> DocumentImport<Self> {
        let plan = try DocumentPlan<Self>(transcript, part, isMasking: job.isMasking)
        return DocumentImport(
            path: transcript, part: part, plan: plan,
            transcript: plan.head.id ?? SessionPlace.stem(of: transcript), user: job.user,
            isMasking: job.isMasking, progress: progress)
    }

    private static func run(
        _ job: TranscriptImport, _ transcript: String, _ part: DocumentPart?,
        _ home: inout DocumentHome?, _ progress: (@Sendable (ImportProgress) -> Void)?
    ) async throws -> ImportReport {
        var work = try work(job, transcript, part, progress)
        let (path, isNew) = try await place(job, work, &home)
        if !isNew, !job.isMasking, try await isMasked(path) {
            var masking = job
            masking.isMasking = true
            work = try self.work(masking, transcript, part, progress)
        }
        let whole = work
        let startedAt = work.plan.head.startedAt ?? work.plan.firstTime
        let outcome = try await SessionPlace.write(
            path, isNew: isNew, startedAt: startedAt, whileWaiting: job.whileWaiting
        ) { session in
            try await session.bulk { try whole.run(into: $0) }
        }
        home?.add(path, work.transcript)
        return ImportReport(path, isNew: isNew, outcome)
    }

    private static func isMasked(_ path: String) async throws -> Bool {
        try await Session.open(path, mode: .readOnly).closing { session in
            try await ImportMark.last(in: session, of: name)?.isMasked ?? false
        }
    }

    /// The session that a document goes on in: in a folder the one that its id tells.
    private static func place(
        _ job: TranscriptImport, _ work: DocumentImport<Self>, _ home: inout DocumentHome?
    ) async throws -> (path: String, isNew: Bool) {
        var place = SessionPlace(
            of: work.path, job, format: name, in: work.plan.workingFolder(beside: work.path))
        if work.part != nil, let title = work.plan.head.title ?? work.plan.head.id {
            place.stem = SessionPlace.stem(titled: title)
        }
        if job.isFresh { return (try place.new(), true) }
        switch job.destination {
        case .file(let path): return (path, !FileManager.default.fileExists(atPath: path))
        case .folder(let folder):
            if home == nil {
                home = DocumentHome(await DocumentHome.sessions(in: folder, of: name))
            }
            let path = try await known(work, among: home?.paths(work.transcript) ?? [])
            return try path.map { ($0, false) } ?? (place.new(), true)
        case .projects(let projects):
            let paths = await projects.sessions(of: work.transcript, in: name)
            let path = try await known(work, among: paths)
            return try path.map { ($0, false) } ?? (place.new(), true)
        }
    }

    /// A name that is no id of its own may be that of another document.
    private static func known(
        _ work: DocumentImport<Self>, among paths: [String]
    ) async throws -> String? {
        for path in paths {
            let isIt = work.plan.head.id != nil ? true : try await begins(path, as: work)
            if isIt { return path }
        }
        return nil
    }

    /// Whether a session's first record is the document's.
    private static func begins(
        _ path: String, as work: DocumentImport<Self>
    ) async throws -> Bool {
        guard let first = work.plan.entries.first else { return true }
        return try await Session.open(path, mode: .readOnly).closing { session in
            for try await event in session.allEvents() {
                guard let bytes = event.recordBytes(of: dialect) else { continue }
                return event.isErased || RecordKey(bytes[...]) == first.key
            }
            return true
        }
    }
}

/// The sessions of a folder by the documents that they were imported from.
struct DocumentHome {
    private var byID: [String: [String]]

    init(_ byID: [String: [String]]) { self.byID = byID }

    func paths(_ id: String) -> [String] { byID[id] ?? [] }

    mutating func add(_ path: String, _ id: String) {
        if !paths(id).contains(path) { byID[id, default: []].append(path) }
    }

    static func sessions(in folder: String, of format: String) async -> [String: [String]] {
        let folder = SessionFolder(URL(fileURLWithPath: folder).path)
        var found: [String: [String]] = [:]
        for name in (try? folder.files()) ?? [] {
            let path = folder.path(of: name)
            guard let session = try? await Session.open(path, mode: .readOnly) else { continue }
            let mark = try? await session.closing { session in
                try await ImportMark.last(in: session, of: format)
            }
            if let id = mark?.transcript { found[id, default: []].append(path) }
        }
        return found
    }
}
