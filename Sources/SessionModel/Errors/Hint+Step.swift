extension Hint {
    /// Something that a front end offers to do, and how it is called there is for it to say.
    public enum Step: Sendable, Hashable {
        // Files
        case create, importTranscript, copy
        case listFolder(String?)
        case verify, recoverTables
        case preview(path: String)
        case info

        // What happened
        case log(path: String?)
        case logFrom, follow
        case show(Moment)
        case branches
        /// The files at a point, of the session in a file; nil: the one that is open.
        case files(at: Point, in: String?)
        /// The changes of one file, or of any.
        case changes(of: String?, in: String?)
        case sqlSchema, raiseLimits

        // Writing
        /// A branch; nil: with a name that is still to be found.
        case fork(BranchName?, from: BranchName)
        case renameBranch, tag, archive, reopen
        case answerMerge(of: BranchName)
        case answerConflict
        case force, giveReason

        // Erasing and proving
        case redact, prune
        case releaseHold(String)
        case makeKey

        // Transcripts
        /// As a session of its own, whatever is there already.
        case importAgain(masking: Bool)
        case nameFormat([String])

        // Searching for the first bad change
        case goodMoment, badMoment, showOutput
    }
}

extension Hint.Step: CustomStringConvertible {
    /// How this library calls it.
    public var description: String {
        switch self {
        case .create: "Session.create"
        case .importTranscript: "TranscriptImport"
        case .copy: "save(to:)"
        case .listFolder: "SessionFolder"
        case .verify: "verify()"
        case .recoverTables: "`sqlite3 FILE .recover`"
        case .preview: "preview(at:)"
        case .info: "info()"
        case .log, .logFrom: "events(on:from:)"
        case .follow: "events(on:from:live:)"
        case .show(let moment): "event(at:) with \(moment)"
        case .branches: "branches()"
        case .files(let point, _): "files(at:) with \(point)"
        case .changes(let path?, _): "audit(_:) with a file.changed of \(path)"
        case .changes: "audit(_:) with the kind file.changed"
        case .sqlSchema: "Session.querySchema"
        case .raiseLimits: "QueryLimits"
        case .fork(_, let parent): "fork(_:from:) with \(parent)"
        case .renameBranch: "rename(_:to:)"
        case .tag: "tag(_:at:)"
        case .archive: "archive()"
        case .reopen: "reopen()"
        case .answerMerge: "Merge.resolve(_:as:)"
        case .answerConflict: ".ours, .theirs, .base or .content"
        case .force: "force"
        case .giveReason: "reason"
        case .redact: "redact(_:reason:)"
        case .prune: "SessionPruner"
        case .releaseHold(let name): "release(_:reason:) with \(name)"
        case .makeKey: "SigningKey"
        case .importAgain(let masking): masking ? "again and masking" : "again"
        case .nameFormat(let names): names.joined(separator: " or ")
        case .goodMoment: "from"
        case .badMoment: "to"
        case .showOutput: "the command's own output"
        }
    }
}
