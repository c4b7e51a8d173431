import SessionStore

/// Runs one query over several sessions, in a stable order.
struct AuditSearch {
    /// The event that is given already, and everything before it.
    struct Cursor: Sendable {
        let file: Int
        let position: Int64
    }

    let files: [String]
    let query: AuditQuery
    let causes: AuditOptions
    let cursor: Cursor?

    /// Calls `body` with what was found, until it returns false.
    ///
    /// - Parameter byTime: first by when things happened, then by file and position; else by file
    ///   and position.
    func rows(byTime: Bool, _ body: (AuditRow) async throws -> Bool) async throws {
        try await byTime ? rowsByTime(body) : rowsByFile(body)
    }

    private func rowsByFile(_ body: (AuditRow) async throws -> Bool) async throws {
        for (index, file) in files.enumerated() where index >= cursor?.file ?? 0 {
            let after = cursor?.file == index ? cursor?.position ?? 0 : 0
            let goesOn = try await SessionFiles.open(file) { session in
                for try await event in session.audit(try await query(in: session), after: after) {
                    let row = AuditRow(file: file, session: session.id, event: event)
                    guard try await body(row) else { return false }
                }
                return true
            }
            guard goesOn else { return }
        }
    }

    private func query(in session: Session) async throws -> AuditQuery {
        var query = query
        if files.count == 1 { try await causes.checkBranches(in: session) }
        query.causes = try await causes.causes(in: session)
        return query
    }

    // MARK: By time

    /// Where an event is, and when it happened: what is kept of each until its turn comes.
    private struct Place: Comparable {
        let time: Timestamp
        let file: Int
        let position: Int64

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
            try await SessionFiles.open(file) { session in
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
            try await SessionFiles.open(files[file]) { session in
                for (index, place) in own {
                    found[index] = AuditRow(
                        file: files[file], session: session.id,
                        event: try await session.event(at: .position(place.position)))
                }
            }
        }
        return places.indices.compactMap { found[$0] }
    }
}
