internal import Platform
internal import SessionStore

extension FolderIndex {
    /// How far bringing the index up to date is.
    public struct Progress: Sendable {
        /// What is being done.
        public enum Work: Sendable {
            /// Sessions are opened to be listed.
            case sessions
            /// Their texts are read.
            case texts
        }

        public let work: Work
        /// Sessions that are done, and how many there are.
        public let done: Int
        public let total: Int
    }

    /// Called now and then while the index is brought up to date.
    public typealias ProgressReport = @Sendable (Progress) -> Void

    /// Looks at the files that changed, and forgets those that are gone.
    ///
    /// - Parameter names: looks at these alone; nil: at all.
    /// - Returns: the folder's files, by name.
    func refresh(
        _ tables: IndexTables, names: Set<String>? = nil, _ progress: ProgressReport?
    ) async throws -> [String: FileRow] {
        let news = names == nil ? follower?.news : nil
        if knows(news, tables) { return try await files(tables) }
        let scan = try FolderScan(folder, names: names, time: Self.now)
        let files = try await take(scan, names, tables, progress)
        // Of files that have just changed, the next change may not show.
        if news != nil, !scan.stamps.values.contains(where: { $0.isYoung(at: scan.time) }) {
            know(news, tables)
        }
        return files
    }

    private func take(
        _ scan: FolderScan, _ names: Set<String>?, _ tables: IndexTables,
        _ progress: ProgressReport?
    ) async throws -> [String: FileRow] {
        let known = try await files(tables)
        var changes = FolderChanges(scan, known: known, names: names)
        guard !changes.isEmpty else { return known }
        try await move(changes.moved, tables)
        try await look(at: changes.takeChanged(), scan, tables, progress)
        try await forget(changes.gone, tables)
        try await rewriteMonths(tables, from: .erased)
        return try await files(tables)
    }

    private func move(_ moved: [(id: Int, name: String)], _ tables: IndexTables) async throws {
        guard !moved.isEmpty else { return }
        try await tables.write { rows in
            for (id, name) in moved { try rows.rename(file: id, to: name) }
        }
    }

    private func forget(_ gone: [FileRow], _ tables: IndexTables) async throws {
        guard !gone.isEmpty else { return }
        try await tables.write { rows in
            try rows.removeTexts(ofFiles: gone.filter(\.hasTexts).map(\.id), leaving: .gone)
            for file in gone { try rows.remove(file: file.id) }
        }
    }

    /// Brings the index up to date, texts included, as each list and each search does with what it
    /// needs of it.
    ///
    /// - Parameter progress: called now and then.
    /// - Throws: what ``open(_:options:)`` does.
    public func update(progress: ProgressReport? = nil) async throws {
        try await onTables { tables in
            try await refreshTexts(tables, names: nil, progress)
        }
    }

    /// The same for some files, or for all.
    func refreshTexts(
        _ tables: IndexTables, names: Set<String>?, _ progress: ProgressReport?
    ) async throws {
        let files = try await refresh(tables, names: names, progress)
        let asked = names.map { names in files.filter { names.contains($0.key) } } ?? files
        try await rewriteMonths(tables, from: .gone)
        try await index(Self.behind(asked), tables, progress)
    }

    /// Sessions with texts that are not in the index, in the order of time: pieces come so, too.
    private static func behind(_ files: [String: FileRow]) -> [FileRow] {
        files.values.filter(\.isBehind)
            .map { (row: $0, time: (try? $0.content.get())?.preview.endedAt?.microseconds ?? 0) }
            .sorted { ($0.time, $0.row.name) < ($1.time, $1.row.name) }
            .map(\.row)
    }

    // MARK: Looking

    /// Sessions that are looked at between two commits.
    private static let batch = 128

    private func look(
        at names: [String], _ scan: FolderScan, _ tables: IndexTables, _ progress: ProgressReport?
    ) async throws {
        var done = 0
        for start in stride(from: 0, to: names.count, by: Self.batch) {
            let part = Array(names[start..<min(start + Self.batch, names.count)])
            let sights = try await sights(of: part, scan)
            try await tables.write { rows in
                for sight in sights { try rows.take(sight) }
            }
            done += part.count
            progress?(Progress(work: .sessions, done: done, total: names.count))
        }
    }

    private func sights(of names: [String], _ scan: FolderScan) async throws -> [FileSight] {
        try await inHalves(names) { part in
            var sights: [FileSight] = []
            for name in part {
                try Task.checkCancellation()
                if let sight = await self.sight(of: name, scan) { sights.append(sight) }
            }
            return sights
        }
    }

    private func sight(of name: String, _ scan: FolderScan) async -> FileSight? {
        guard let stamp = scan.stamps[name] else { return nil }
        let facts: Result<SessionFacts, SessionError>
        do {
            facts = .success(
                try await use(name) { try await $0.facts() })
        } catch let error as SessionError where error.code == .fileNotFound {
            return nil
        } catch let error as SessionError {
            facts = .failure(error)
        } catch {
            facts = .failure(SessionError(.ioFailed, "\(error)", cause: error))
        }
        let repository = (try? facts.get())?.settings.folder.map { Repository.of($0) }
        return FileSight(
            name: name, stamp: stamp, seen: scan.time, facts: facts, repository: repository)
    }
}

/// Has two tasks do something with the halves of some things: a search of one core leaves half of
/// the smallest machine idle.
func inHalves<Thing: Sendable, Result: Sendable>(
    _ things: [Thing], _ body: @escaping @Sendable (ArraySlice<Thing>) async throws -> [Result]
) async throws -> [Result] {
    try await withThrowingTaskGroup(of: [Result].self) { group in
        let half = (things.count + 1) / 2
        for part in [things.prefix(half), things.dropFirst(half)] where !part.isEmpty {
            group.addTask { try await body(part) }
        }
        return try await group.reduce(into: []) { $0 += $1 }
    }
}

extension IndexRows {
    /// Writes what was seen of a file. Texts of another state of its log are taken away first: some
    /// of them may have been erased.
    fileprivate func take(_ sight: FileSight) throws {
        let known = try file(sight.name)
        if let known, known.hasTexts, case .success(let facts) = sight.facts,
            !known.isSameLog(as: facts)
        {
            try removeTexts(ofFiles: [known.id], leaving: .erased)
        }
        try save(sight)
    }
}

extension FileRow {
    var hasTexts: Bool { text.position > 0 }

    /// Whether what the index has of the texts may be part of this log.
    func isSameLog(as facts: SessionFacts) -> Bool {
        facts.epoch != nil && facts.epoch == text.epoch && facts.events >= text.position
    }
}
