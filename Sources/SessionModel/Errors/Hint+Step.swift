extension Hint {
    /// Something that a front end offers to do, and how it is called there is for it to say.
    public enum Step: Sendable, Hashable {
        // MARK: Files

        /// Make a session; make one of another tool's transcript; make a copy of this one.
        case create, importTranscript, copy
        /// See which sessions a folder has; nil: a folder that is not known here.
        case listFolder(String?)
        /// Check the whole file; have SQLite save what its tables still hold.
        case verify, recoverTables
        /// See what the session in a file is about, or what a file is.
        case preview(path: String)
        /// See the session's id, sizes and holds.
        case info

        // MARK: What happened

        /// See the events of the session in a file; nil: of the one that the error is about.
        case log(path: String?)
        /// See the events from a moment on; go on with them where the file is now.
        case logFrom, follow
        /// See the event at a moment.
        case show(Moment)
        /// See all branches.
        case branches
        /// The files at a point, of the session in a file; nil: the one that is open.
        case files(at: Point, in: String?)
        /// The changes of one file, or of any.
        case changes(of: String?, in: String?)
        /// See the views that SQL reads; let a statement take more.
        case sqlSchema, raiseLimits

        // MARK: Writing

        /// A branch; nil: with a name that is still to be found.
        case fork(BranchName?, from: BranchName)
        /// Name a branch otherwise; mark a point; have a session take no more events, and again.
        case renameBranch, tag, archive, reopen
        /// See what the body of an event of a kind holds.
        case schema(EventKind)
        /// Say what becomes of the conflicts of a merge of a branch.
        case answerMerge(of: BranchName)
        /// The answers that one conflict can have.
        case answerConflict
        /// Write where something is already; say why something is done.
        case force, giveReason

        // MARK: Erasing and proving

        /// Erase what events say; remove whole sessions that are old.
        case redact, prune
        /// Lift the hold of a name.
        case releaseHold(String)
        /// Make a pair of keys to seal with.
        case makeKey

        // MARK: Transcripts

        /// Make a session of the transcript in a file.
        case importFile(String)
        /// As a session of its own, whatever is there already.
        case importAgain(masking: Bool)
        /// Say which of some formats a transcript is in.
        case nameFormat([String])

        // MARK: Searching for the first bad change

        /// The end of the search where all is well; the one where it is not; what the command says.
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
        case .schema(let kind): "EventSchemas.document(of:) with \(kind)"
        case .answerMerge: "Merge.resolve(_:as:)"
        case .answerConflict: ".ours, .theirs, .base or .content"
        case .force: "force"
        case .giveReason: "reason"
        case .redact: "redact(_:reason:)"
        case .prune: "SessionPruner"
        case .releaseHold(let name): "release(_:reason:) with \(name)"
        case .makeKey: "SigningKey"
        case .importFile(let path): "TranscriptImport of \(path)"
        case .importAgain(let masking): masking ? "again and masking" : "again"
        case .nameFormat(let names): names.joined(separator: " or ")
        case .goodMoment: "from"
        case .badMoment: "to"
        case .showOutput: "the command's own output"
        }
    }
}
