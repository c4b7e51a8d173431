/// What a session is at one moment: everything that its events up to there say together.
public struct SessionState: Sendable {
    /// The moment, found.
    public let point: Point
    /// What was said, counted.
    public let preview: Preview
    /// When the last event up to here happened.
    public let occurredAt: Timestamp?
    /// The value that each subject has, by kind; removed subjects are not in it.
    public let settings: [Setting]
    /// Tabs, by subject.
    public let editor: [Setting]
    /// Places in the explorer, by subject.
    public let explorer: [Setting]
    /// Terminals, by subject.
    public let terminal: [Setting]
    /// By path, without those that were removed.
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
        /// A setting's name, or a tab's, a place's, a terminal's id.
        public let subject: String
        /// Any JSON, as it was written.
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
    /// As the log has it.
    public let path: String
    /// The revision that last changed it; 0: none did up to the moment.
    public let revision: Revision
    /// What the last change says of it, its mode among it.
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
