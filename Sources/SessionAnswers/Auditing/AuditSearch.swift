public import SessionStore

/// Runs one query over several sessions, in a stable order.
///
/// ```swift
/// let search = AuditSearch(files: files, query: query)
/// try await search.rows(byTime: true) { row in
///     print(Records.row(row))
///     return true
/// }
/// ```
public struct AuditSearch: Sendable {
    /// The event that is given already, and everything before it.
    public struct Cursor: Sendable {
        /// The place among the files, from 0.
        public let file: Int
        /// In that file, from 1.
        public let position: Position

        public init(file: Int, position: Position) { (self.file, self.position) = (file, position) }
    }

    private let files: [String]
    private let query: AuditQuery
    private let causes: [String]
    private let clock: WallClock
    private let cursor: Cursor?

    /// - Parameters:
    ///   - query: its causes are looked up in each session anew.
    ///   - causes: moments whose events are the causes.
    ///   - clock: where and when the person is who wrote it.
    ///   - cursor: goes on behind it; nil: from the beginning.
    public init(
        files: [String], query: AuditQuery, causes: [String] = [],
        clock: WallClock = .universal, cursor: Cursor? = nil
    ) {
        (self.files, self.query, self.causes) = (files, query, causes)
        (self.clock, self.cursor) = (clock, cursor)
    }

    /// Calls `body` with what was found, until it returns false.
    ///
    /// - Parameter byTime: first by when things happened, then by file and position; else by file
    ///   and position.
    /// - Throws: ``SessionError/Code/eventNotFound`` where the cursor is not among what was found,
    ///   ``SessionError/Code/branchNotFound`` where the only session has not a branch that is asked
    ///   for by its whole name, and what opening the files throws, with their names.
    /// - Cost: that of the query in each file; by time all files are searched before the first row.
    public func rows(byTime: Bool, _ body: (AuditRow) async throws -> Bool) async throws {
        try await byTime ? rowsByTime(body) : rowsByFile(body)
    }

    private func rowsByFile(_ body: (AuditRow) async throws -> Bool) async throws {
        for (index, file) in files.enumerated() where index >= cursor?.file ?? 0 {
            let after = cursor?.file == index ? cursor?.position ?? 0 : 0
            let goesOn = try await Session.useOne(file) { session in
                let folder = try? await session.folder()
                for try await event in session.audit(try await query(in: session), after: after) {
                    let row = AuditRow(
                        file: file, session: session.id, folder: folder, event: event)
                    guard try await body(row) else { return false }
                }
                return true
            }
            guard goesOn else { return }
        }
    }

    private func query(in session: Session) async throws -> AuditQuery {
        var query = query
        if files.count == 1 { try await checkBranches(in: session) }
        query.causes = []
        for text in causes {
            let moment = try Moment(text, clock: clock)
            query.causes.append(try await session.resolve(moment))
        }
        return query
    }

    /// A name that no branch has is a slip, and no answer says so. Patterns may fit nothing.
    private func checkBranches(in session: Session) async throws {
        for name in query.branches where !name.contains("*") {
            _ = try await session.resolve(.head(of: BranchName(rawValue: name)))
        }
    }

    // MARK: By time

    /// Where an event is, and when it happened: what is kept of each until its turn comes.
    private struct Place: Comparable {
        let time: Timestamp
        let file: Int
        let position: Position

        static func < (left: Place, right: Place) -> Bool {
            (left.time, left.file, left.position) < (right.time, right.file, right.position)
        }
    }

    private func rowsByTime(_ body: (AuditRow) async throws -> Bool) async throws {
        var rest = try await places().sorted()[...]
        if let cursor {
            let index = rest.firstIndex {
                $0.file == cursor.file && $0.position == cursor.position
            }
            guard let index else {
                throw SessionError(
                    .eventNotFound,
                    "\(files[cursor.file])#\(cursor.position) is not among the events found",
                    hint: "Give the same files and filters as for the page before.")
            }
            rest = rest[(index + 1)...]
        }
        var count = 32
        while !rest.isEmpty {
            for row in try await rows(rest.prefix(count)) {
                guard try await body(row) else { return }
            }
            rest = rest.dropFirst(count)
            count = 512
        }
    }

    private func places() async throws -> [Place] {
        var places: [Place] = []
        for (index, file) in files.enumerated() {
            try await Session.useOne(file) { session in
                let query = try await query(in: session)
                for try await event in session.audit(query, headersOnly: true) {
                    places.append(
                        Place(time: event.occurredAt, file: index, position: event.position))
                }
            }
        }
        return places
    }

    /// The events at these places, in this order; each file is opened once.
    private func rows(_ places: ArraySlice<Place>) async throws -> [AuditRow] {
        var found: [Int: AuditRow] = [:]
        for (file, own) in Dictionary(grouping: zip(places.indices, places), by: \.1.file) {
            try await Session.useOne(files[file]) { session in
                let folder = try? await session.folder()
                for (index, place) in own {
                    found[index] = AuditRow(
                        file: files[file], session: session.id, folder: folder,
                        event: try await session.event(at: .position(place.position)))
                }
            }
        }
        return places.indices.compactMap { found[$0] }
    }
}
