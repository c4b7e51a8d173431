/// What a session is at one moment: everything that its events up to there say together.
public struct SessionState: Sendable {
    public let point: Point
    public let preview: Preview
    /// When the last event up to here happened.
    public let occurredAt: Timestamp?
    /// The value that each subject has, by kind; removed subjects are not in it.
    public let settings: [Setting]
    public let editor: [Setting]
    public let explorer: [Setting]
    public let terminal: [Setting]
    public let files: [FileState]

    public init(
        point: Point, preview: Preview, occurredAt: Timestamp?, settings: [Setting],
        editor: [Setting], explorer: [Setting], terminal: [Setting], files: [FileState]
    ) {
        self.point = point
        self.preview = preview
        self.occurredAt = occurredAt
        self.settings = settings
        self.editor = editor
        self.explorer = explorer
        self.terminal = terminal
        self.files = files
    }

    /// One subject with its value at a moment.
    public struct Setting: Sendable, Hashable {
        public let subject: String
        public let value: JSON
        /// The revision that set it.
        public let revision: Revision

        public init(subject: String, value: JSON, revision: Revision) {
            self.subject = subject
            self.value = value
            self.revision = revision
        }
    }
}

/// One file at one moment, as far as the log tells.
public struct FileState: Sendable, Hashable {
    public let path: String
    /// The revision that last changed it; 0: none did up to the moment.
    public let revision: Revision
    public let change: FileChanged
    /// Bytes of its content; nil where the log does not tell them.
    public let size: Int?
    /// Where its content was seen which the log does not tell of the moment itself. A state has
    /// none such: only differences, checkouts and restores look that far.
    public let sighting: FileSighting?

    public init(
        path: String, revision: Revision, change: FileChanged, size: Int?,
        sighting: FileSighting? = nil
    ) {
        self.path = path
        self.revision = revision
        self.change = change
        self.size = size
        self.sighting = sighting
    }
}
