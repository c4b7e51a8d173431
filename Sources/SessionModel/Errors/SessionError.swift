/// What went wrong, for programs (``code``) and for people (``message``, ``hint``).
public struct SessionError: Error, Sendable, CustomStringConvertible {
    /// A fact that a program can act on. The set is open; two codes are the same where their texts
    /// are.
    public struct Code: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        public let rawValue: String
        public let category: Category

        /// A code that nobody here knows: its category is ``Category/fault``.
        public init(rawValue: String) { self.init(rawValue, .fault) }

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

    public let code: Code
    /// What happened, with the values.
    public let message: String
    /// What to do about it; each front end words it.
    public let hint: Hint?
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
    public static let fileNotFound = Self("fileNotFound", .notFound)
    public static let fileExists = Self("fileExists", .refused)
    public static let notASession = Self("notASession", .damaged)
    public static let newerFormat = Self("newerFormat", .damaged)
    public static let damaged = Self("damaged", .damaged)
    public static let corruptPayload = Self("corruptPayload", .damaged)
    public static let readOnly = Self("readOnly", .inaccessible)
    public static let noPermission = Self("noPermission", .inaccessible)
    public static let diskFull = Self("diskFull", .inaccessible)
    /// The process, or the system, can open no more files.
    public static let tooManyFiles = Self("tooManyFiles", .inaccessible)
    public static let busy = Self("busy", .inaccessible)
    public static let ioFailed = Self("ioFailed", .inaccessible)
    public static let closed = Self("closed", .inaccessible)
    /// A session's file was moved, replaced or deleted while it was open. What was appended before
    /// is in the file, wherever that is now.
    public static let fileGone = Self("fileGone", .notFound)
    /// A file with several names (hard links) cannot be written.
    public static let severalNames = Self("severalNames", .refused)

    // The log
    public static let headMoved = Self("headMoved", .refused)
    public static let branchNotFound = Self("branchNotFound", .notFound)
    public static let branchExists = Self("branchExists", .refused)
    public static let branchArchived = Self("branchArchived", .refused)
    public static let sessionArchived = Self("sessionArchived", .refused)
    public static let notArchived = Self("notArchived", .refused)
    public static let invalidName = Self("invalidName", .invalid)
    public static let momentInvalid = Self("momentInvalid", .invalid)
    public static let momentNotFound = Self("momentNotFound", .notFound)
    public static let eventNotFound = Self("eventNotFound", .notFound)
    public static let invalidEvent = Self("invalidEvent", .invalid)
    public static let projectionFailed = Self("projectionFailed", .fault)
    public static let contextUnknown = Self("contextUnknown", .notFound)
    public static let invalidRequest = Self("invalidRequest", .invalid)
    public static let eventTooLarge = Self("eventTooLarge", .refused)
    public static let idConflict = Self("idConflict", .refused)
    public static let fileUnknown = Self("fileUnknown", .notFound)
    /// A hold forbids that anything of the session is erased.
    public static let held = Self("held", .refused)
    public static let holdNotFound = Self("holdNotFound", .notFound)
    /// What was asked to be erased is what the file's structure is told by.
    public static let notErasable = Self("notErasable", .refused)
    public static let invalidKey = Self("invalidKey", .invalid)
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
    public static let unknownFormat = Self("unknownFormat", .damaged)
    public static let transcriptChanged = Self("transcriptChanged", .refused)
    public static let invalidInput = Self("invalidInput", .invalid)
}
