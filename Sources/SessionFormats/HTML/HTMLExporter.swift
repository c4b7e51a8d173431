import SessionStore
internal import Texts

extension TranscriptFormat {
    /// A page to read without the store; export only.
    public static let html = TranscriptFormat("html", title: "HTML", exporter: HTMLExporter.self)
}

/// Writes a branch's conversation as one page that opens offline: nothing is loaded from elsewhere,
/// and nothing in it runs.
struct HTMLExporter: TranscriptExporter {
    let session: Session

    init(_ session: Session) { self.session = session }

    /// Goes over the line twice: the contents come before what they name.
    ///
    /// - Parameter moment: nil: the head of `main`.
    func export(
        at moment: Moment?, to sink: (_ file: String?, _ bytes: [UInt8]) throws -> Void
    ) async throws -> ExportReport {
        let point = try await session.resolve(moment ?? .named(.main))
        let preview = try await session.preview(at: point.moment)
        var contents = HTMLContents()
        var usage = UsageFold()
        for try await event in session.events(on: point.branch, from: 1, through: point.revision) {
            contents.note(event)
            usage.apply(event)
        }
        try sink(nil, Array((HTMLHead.text(preview) + contents.text).utf8))
        var page = HTMLPage()
        for try await event in session.events(on: point.branch, from: 1, through: point.revision) {
            try page.write(event, diff: await diff(of: event, on: point.branch)) {
                try sink(nil, $0)
            }
        }
        let files = try await session.files(at: point.moment)
        try sink(nil, Array((page.end + HTMLFoot.text(files, usage.usage)).utf8))
        return ExportReport()
    }

    func fileName(at moment: Moment?, stem: String) async throws -> String { stem + ".html" }

    /// Bytes of a content up to which its changes are shown.
    private static let sizeLimit = 1 << 20

    /// What a change of a file changed in it; nil of other events, and where it is not known.
    private func diff(of event: Event, on branch: BranchName) async throws -> UnifiedDiff? {
        guard event.kind == .fileChanged, !event.isErased, let path = event.subject else {
            return nil
        }
        let isRemoved = event.view(as: FileChanged.self)?.isRemoved ?? false
        let new = isRemoved ? [] : try await content(of: path, on: branch, at: event.revision)
        var old = try await content(of: path, on: branch, at: event.revision - 1)
        if old == nil, let cause = event.cause {
            // The tool may have told what it found, where the log does not.
            let source = try await session.event(at: .revision(cause, on: branch))
            switch source.record?.fileBefore {
            case .whole(let place): old = source.body.at(place)?.utf8
            case .part: return nil
            default: break
            }
        }
        guard let new, max(new.count, old?.count ?? 0) <= Self.sizeLimit else { return nil }
        return UnifiedDiff(old: TextLines(old ?? []), new: TextLines(new))
    }

    /// nil where there is none, or none that is known.
    private func content(
        of path: String, on branch: BranchName, at revision: Revision
    ) async throws -> [UInt8]? {
        guard revision >= 1 else { return nil }
        do {
            return try await session.content(of: path, at: .revision(revision, on: branch))
        } catch let error as SessionError
            where [.fileUnknown, .fileNotFound, .fileGone].contains(error.code)
        {
            return nil
        }
    }
}
