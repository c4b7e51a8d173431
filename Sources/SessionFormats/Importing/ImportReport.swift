public import SessionStore

/// What an import did.
public struct ImportReport: Sendable {
    /// Where the session lies.
    public var path: String
    /// What the transcript was; nil where several are meant.
    public var format: TranscriptFormat?
    /// Whether the session was created by this import.
    public var isNew: Bool
    /// Of a transcript that begins with records of the session, such as a fork's: the branch that
    /// the rest went to.
    public var home: BranchName?
    /// Events added to the session, those that describe the import itself included.
    public var events = 0
    /// Records taken from the transcript by this import.
    public var records = 0
    /// Lines that are no valid JSON; kept in the session as they are.
    public var damaged: [DamagedLine] = []
    /// How many possible secrets each pattern found, by the pattern's name.
    public var secrets: [String: Int] = [:]
    /// Whether they were replaced by masks; otherwise they are in the session.
    public var isMasked = false
    /// Bytes at the end that are an unfinished line, left for the next import.
    public var unfinishedBytes = 0
    /// Of a file that holds several conversations: one report for each, and nothing else here.
    public var parts: [ImportReport] = []
    /// One report for each session: the ``parts``, or this one.
    public var sessions: [ImportReport] { parts.isEmpty ? [self] : parts }
    /// What the format cannot give back to a session, with how many there were of each.
    public var leftOut: [String: Int] = [:]

    /// A line that could not be read.
    public struct DamagedLine: Sendable, Hashable {
        /// The transcript's own name, or that of a subagent's file below it.
        public var file: String
        /// Counted from 1.
        public var line: Int
        /// Why it is no JSON, and at which byte.
        public var reason: String
    }

    init(path: String, isNew: Bool) {
        self.path = path
        self.isNew = isNew
    }

    init<Format>(_ path: String, isNew: Bool, _ outcome: RecordImport<Format>.Outcome) {
        self.init(path: path, isNew: isNew)
        home = outcome.home
        events = outcome.events
        records = outcome.records
        damaged = outcome.damaged
        add(secrets: outcome.secrets)
        isMasked = outcome.isMasked
        unfinishedBytes = outcome.unfinishedBytes
    }

    mutating func add(secrets found: [(range: Range<Int>, name: String)]) {
        for hit in found { secrets[hit.name, default: 0] += 1 }
    }
}

/// How far an import has come.
public struct ImportProgress: Sendable {
    /// Bytes read of all files together, and how many there are.
    public var bytes: Int
    /// Of the transcript and the files of its subagents.
    public var totalBytes: Int
    /// Lines read so far.
    public var records: Int
}
