/// What went wrong, for programs (``code``) and for people (``message``, ``hint``).
public struct SessionError: Error, Sendable, CustomStringConvertible {
    /// A fact that a program can act on. The set is open; two codes are the same where their texts
    /// are.
    public struct Code: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        public let rawValue: String
        /// What follows from it for who does not know the code.
        public let category: Category

        /// A code that nobody here knows: its category is ``Category/fault``.
        public init(rawValue: String) { self.init(rawValue, .fault) }

        /// A code of a program's own, or of ours.
        public init(_ rawValue: String, _ category: Category) {
            self.rawValue = rawValue
            self.category = category
        }

        public var description: String { rawValue }

        public static func == (left: Code, right: Code) -> Bool { left.rawValue == right.rawValue }
        public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
    }

    /// What sort of thing went wrong: what follows for a program that knows no more, such as an
    /// exit status or a status of HTTP, which each front end has of its own.
    public enum Category: Sendable, Hashable, CaseIterable {
        /// What was asked does not read: asking the same again gives the same.
        case invalid
        /// The answer is no: somebody has to decide first.
        case undecided
        /// What was asked for is not there.
        case notFound
        /// It is there, and its state, or a rule, forbids what was asked.
        case refused
        /// What is there is damaged, no session, or of a newer format.
        case damaged
        /// It cannot be read or written right now, or by this process.
        case inaccessible
        /// Nothing that a caller can have caused, but by code of its own.
        case fault
    }

    /// What a program acts on.
    public let code: Code
    /// What happened, with the values.
    public let message: String
    /// What to do about it, naming the command or the call.
    public let hint: Hint?
    /// The error below it, where there is one.
    public let cause: (any Error)?

    public init(_ code: Code, _ message: String, hint: Hint? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
    }

    public var description: String { message + (hint.map { "\n  \($0)" } ?? "") }
}

extension SessionError.Code {
    // Files
    /// There is no file at the path, or no folder to make it in.
    public static let fileNotFound = Self("fileNotFound", .notFound)
    /// Something is at the path already, or a log that belongs there.
    public static let fileExists = Self("fileExists", .refused)
    /// The file is no SQLite database of ours.
    public static let notASession = Self("notASession", .damaged)
    /// The file was written by a newer version; it is left as it is.
    public static let newerFormat = Self("newerFormat", .damaged)
    /// What the file says contradicts itself; `verify` tells where.
    public static let damaged = Self("damaged", .damaged)
    /// An event's content cannot be decoded; the others can be read.
    public static let corruptPayload = Self("corruptPayload", .damaged)
    /// The session was opened for reading, or lies where nobody may write.
    public static let readOnly = Self("readOnly", .inaccessible)
    /// The system forbids this process to read or write there.
    public static let noPermission = Self("noPermission", .inaccessible)
    /// There is no room; nothing was written.
    public static let diskFull = Self("diskFull", .inaccessible)
    /// The process, or the system, can open no more files.
    public static let tooManyFiles = Self("tooManyFiles", .inaccessible)
    /// Another process is in the way, longer than is worth waiting; try again.
    public static let busy = Self("busy", .inaccessible)
    /// The system could not read or write, for a reason that the message has.
    public static let ioFailed = Self("ioFailed", .inaccessible)
    /// ``Session`` was closed before, or while the call waited.
    public static let closed = Self("closed", .inaccessible)
    /// A session's file was moved, replaced or deleted while it was open. What was appended before
    /// is in the file, wherever that is now.
    public static let fileGone = Self("fileGone", .notFound)
    /// A file with several names (hard links) cannot be written.
    public static let severalNames = Self("severalNames", .refused)

    // The log
    /// Somebody wrote since: the message has the head expected and that there is.
    public static let headMoved = Self("headMoved", .refused)
    /// No branch has the name; the hint lists those there are.
    public static let branchNotFound = Self("branchNotFound", .notFound)
    /// A branch or a tag has the name already.
    public static let branchExists = Self("branchExists", .refused)
    /// The branch takes no more events; fork it.
    public static let branchArchived = Self("branchArchived", .refused)
    /// The session takes no more events until it is reopened.
    public static let sessionArchived = Self("sessionArchived", .refused)
    /// What was to be reopened is open.
    public static let notArchived = Self("notArchived", .refused)
    /// A name that cannot be one, of a branch, a tag, a projection.
    public static let invalidName = Self("invalidName", .invalid)
    /// A moment that does not read; the hint shows how one is written.
    public static let momentInvalid = Self("momentInvalid", .invalid)
    /// A moment that is not on the line; the message says what there is.
    public static let momentNotFound = Self("momentNotFound", .notFound)
    /// There is no event there, as at revision 0.
    public static let eventNotFound = Self("eventNotFound", .notFound)
    /// A draft that breaks a rule of its kind; nothing of its batch is written.
    public static let invalidEvent = Self("invalidEvent", .invalid)
    /// A projection threw; ``SessionError/cause`` is what it threw.
    public static let projectionFailed = Self("projectionFailed", .fault)
    /// Nothing tells what the model saw at that event.
    public static let contextUnknown = Self("contextUnknown", .notFound)
    /// The bytes are no JSON with a list of messages.
    public static let invalidRequest = Self("invalidRequest", .invalid)
    /// An event of more than 256 MB; split it.
    public static let eventTooLarge = Self("eventTooLarge", .refused)
    /// The id is on the line already, with other content.
    public static let idConflict = Self("idConflict", .refused)
    /// The log does not tell the file's content then; the message says why.
    public static let fileUnknown = Self("fileUnknown", .notFound)
    /// A hold forbids that anything of the session is erased.
    public static let held = Self("held", .refused)
    /// No hold of that name is set.
    public static let holdNotFound = Self("holdNotFound", .notFound)
    /// What was asked to be erased is what the file's structure is told by.
    public static let notErasable = Self("notErasable", .refused)
    /// The text is no key, or no key of that sort.
    public static let invalidKey = Self("invalidKey", .invalid)
    /// SQLite cannot read the statement; the message is SQLite's own.
    public static let invalidSQL = Self("invalidSQL", .invalid)
    /// SQL that would do more than read.
    public static let refusedSQL = Self("refusedSQL", .refused)
    /// A statement took longer, or more memory, than it may.
    public static let limitReached = Self("limitReached", .refused)
    /// A merge has open conflicts, or an answer that does not fit.
    public static let mergeUnresolved = Self("mergeUnresolved", .undecided)
    /// Two sessions that have no event in common are not copies of each other.
    public static let unrelatedSessions = Self("unrelatedSessions", .refused)

    // Transcripts
    /// No format fits the transcript, or the format is not read or not written.
    public static let unknownFormat = Self("unknownFormat", .damaged)
    /// The transcript does not go on from what was imported.
    public static let transcriptChanged = Self("transcriptChanged", .refused)
    /// A format has no form for something in the session, and nothing may be left out.
    public static let exportIncomplete = Self("exportIncomplete", .refused)
    /// An argument, or what was read, does not make sense; the hint says what does.
    public static let invalidInput = Self("invalidInput", .invalid)
}
