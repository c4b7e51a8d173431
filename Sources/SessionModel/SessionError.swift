/// What went wrong, for programs (``code``) and for people (``message``, ``hint``).
public struct SessionError: Error, Sendable, CustomStringConvertible {
    /// A fact that a program can act on. The set is open.
    public struct Code: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public var description: String { rawValue }
    }

    public let code: Code
    /// What happened, with the values.
    public let message: String
    /// What to do about it, naming the command or the call.
    public let hint: String?
    public let cause: (any Error)?

    public init(_ code: Code, _ message: String, hint: String? = nil, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.hint = hint
        self.cause = cause
    }

    public var description: String { message + (hint.map { "\n  \($0)" } ?? "") }
}

extension SessionError.Code {
    private init(_ rawValue: String) { self.init(rawValue: rawValue) }

    // Files
    public static let fileNotFound = Self("fileNotFound")
    public static let fileExists = Self("fileExists")
    public static let notASession = Self("notASession")
    public static let newerFormat = Self("newerFormat")
    public static let damaged = Self("damaged")
    public static let corruptPayload = Self("corruptPayload")
    public static let readOnly = Self("readOnly")
    public static let noPermission = Self("noPermission")
    public static let diskFull = Self("diskFull")
    /// The process, or the system, can open no more files.
    public static let tooManyFiles = Self("tooManyFiles")
    public static let busy = Self("busy")
    public static let ioFailed = Self("ioFailed")
    public static let closed = Self("closed")
    /// A session's file was moved, replaced or deleted while it was open. What was appended before
    /// is in the file, wherever that is now.
    public static let fileGone = Self("fileGone")
    /// A file with several names (hard links) cannot be written.
    public static let severalNames = Self("severalNames")

    // The log
    public static let headMoved = Self("headMoved")
    public static let branchNotFound = Self("branchNotFound")
    public static let branchExists = Self("branchExists")
    public static let branchArchived = Self("branchArchived")
    public static let sessionArchived = Self("sessionArchived")
    public static let notArchived = Self("notArchived")
    public static let invalidName = Self("invalidName")
    public static let momentInvalid = Self("momentInvalid")
    public static let momentNotFound = Self("momentNotFound")
    public static let eventNotFound = Self("eventNotFound")
    public static let invalidEvent = Self("invalidEvent")
    public static let projectionFailed = Self("projectionFailed")
    public static let contextUnknown = Self("contextUnknown")
    public static let invalidRequest = Self("invalidRequest")
    public static let eventTooLarge = Self("eventTooLarge")
    public static let idConflict = Self("idConflict")
    public static let fileUnknown = Self("fileUnknown")
    /// A hold forbids that anything of the session is erased.
    public static let held = Self("held")
    public static let holdNotFound = Self("holdNotFound")
    /// What was asked to be erased is what the file's structure is told by.
    public static let notErasable = Self("notErasable")
    public static let invalidKey = Self("invalidKey")
    public static let invalidSQL = Self("invalidSQL")
    /// SQL that would do more than read.
    public static let refusedSQL = Self("refusedSQL")
    /// A statement took longer, or more memory, than it may.
    public static let limitReached = Self("limitReached")
    /// A merge has open conflicts, or an answer that does not fit.
    public static let mergeUnresolved = Self("mergeUnresolved")
    /// Two sessions that have no event in common are not copies of each other.
    public static let unrelatedSessions = Self("unrelatedSessions")

    // Transcripts
    public static let unknownFormat = Self("unknownFormat")
    public static let transcriptChanged = Self("transcriptChanged")
    public static let invalidInput = Self("invalidInput")
}
