import SessionFormats
public import SessionIndex
public import SessionStore

/// What is kept of the tools' transcripts: for each tool how many sessions, and what is in them.
///
/// ```swift
/// var kept = KeptSessions()
/// for row in rows { kept.add(row, bytes: size) }
/// for tool in kept.tools { print(tool.title, tool.sessions) }
/// ```
public struct KeptSessions: Sendable {
    /// What is kept of one tool, or of all.
    public struct Tally: Sendable {
        /// The format's name; nil: the sessions were made of no transcript, or all are meant.
        public let format: String?
        /// What people call the tool.
        public let title: String
        /// Files.
        public fileprivate(set) var sessions = 0
        /// Of the conversations as they stand, what was asked on other branches left out.
        public fileprivate(set) var prompts = 0
        /// Of the files, in bytes.
        public fileprivate(set) var bytes = 0
        /// When the first of them began and the last one ended; nil: none tells.
        public fileprivate(set) var span: ClosedRange<Timestamp>?

        fileprivate init(_ format: String?, _ title: String) {
            (self.format, self.title) = (format, title)
        }

        fileprivate mutating func add(_ content: IndexedSession.Content?, _ size: Int) {
            sessions += 1
            bytes += size
            guard let preview = content?.preview else { return }
            prompts += preview.prompts
            guard let start = preview.startedAt, let end = preview.endedAt, start <= end else {
                return
            }
            span = min(span?.lowerBound ?? start, start)...max(span?.upperBound ?? end, end)
        }
    }

    private var byFormat: [String: Tally] = [:]
    /// All of them together.
    public private(set) var all = Tally(nil, "all")
    /// Sessions that cannot be read, and why.
    public private(set) var unreadable: [(path: String, error: SessionError)] = []

    /// Nothing is kept yet.
    public init() {}

    /// Those of each tool, the one with most sessions first, then by name.
    public var tools: [Tally] {
        byFormat.values.sorted {
            ($1.sessions, $0.title) < ($0.sessions, $1.title)
        }
    }

    /// - Parameter bytes: how large its file is.
    public mutating func add(_ row: IndexedSession, bytes: Int) {
        switch row.content {
        case .failure(let error): unreadable.append((row.path, error))
        case .success(let content):
            let title = content.source.flatMap { TranscriptFormat(name: $0)?.title ?? $0 }
            let name = content.source ?? ""
            byFormat[name, default: Tally(content.source, title ?? "others")].add(content, bytes)
            all.add(content, bytes)
        }
    }
}
