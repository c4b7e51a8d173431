public import SessionStore

/// One session of a folder, as a list shows it.
///
/// ```swift
/// for row in try await ListedSession.all(in: SessionFolder("sessions")) {
///     print(Records.listed(row, saying: \.description))
/// }
/// ```
public struct ListedSession: Sendable {
    /// What is known of a session that can be read.
    public struct Content: Sendable {
        /// Of `main`, or of the first branch where that was renamed.
        public let preview: Preview
        /// How many there are.
        public let branches: Int
        /// Whether a hold keeps it from being erased and pruned.
        public let isHeld: Bool
    }

    /// The session's file, as the folder's path leads to it.
    public let file: String
    /// What it says, or why it cannot be read.
    public let content: Result<Content, SessionError>

    private var time: Timestamp? { (try? content.get())?.preview.endedAt }

    /// The sessions of a folder, the one in which something happened last first; those of which no
    /// time is known come last, by name.
    ///
    /// - Parameter isRecursive: whether folders in it count, too.
    /// - Throws: what `SessionFolder.files(isRecursive:)` does; a session that cannot be read is a
    ///   row all the same.
    /// - Cost: opens each session once and reads no log.
    public static func all(
        in folder: SessionFolder, isRecursive: Bool = false
    ) async throws -> [ListedSession] {
        var rows: [ListedSession] = []
        for name in try folder.files(isRecursive: isRecursive) {
            rows.append(await row(folder.path(of: name)))
        }
        return rows.sorted { left, right in
            switch (left.time, right.time) {
            case (let first?, let second?) where first != second: return first > second
            case (.some, nil): return true
            case (nil, .some): return false
            default: return left.file < right.file
            }
        }
    }

    private static func row(_ file: String) async -> ListedSession {
        do {
            return try await Session.use(file) { session in
                let names = try await session.branchNames()
                // The first one has another name where it was renamed.
                let first = names.contains(.main) ? .main : names.first ?? .main
                let preview = try await session.previews(of: [first]).first
                let isHeld = try await !session.holds().isEmpty
                let content = Content(
                    preview: preview ?? Preview(branch: first), branches: names.count,
                    isHeld: isHeld)
                return ListedSession(file: file, content: .success(content))
            }
        } catch let error as SessionError {
            return ListedSession(file: file, content: .failure(error))
        } catch {
            return ListedSession(
                file: file, content: .failure(SessionError(.ioFailed, "\(error)")))
        }
    }
}

extension Records {
    /// A session of a list: its preview, or under `error` why it cannot be read.
    ///
    /// - Parameter word: how whoever asks calls what is to be done.
    public static func listed(_ row: ListedSession, saying word: (Hint.Step) -> String) -> JSON {
        switch row.content {
        case .success(let content): preview(content.preview, of: row.file)
        case .failure(let error):
            self.error(
                code: error.code.rawValue, message: error.message, hint: error.hint?.worded(word),
                of: row.file)
        }
    }
}
