internal import SessionStore

extension FolderIndex {
    /// Finds what was said in the sessions of the folder: titles, prompts, answers, thinking, calls
    /// of tools and what they gave, paths of files, notes.
    ///
    /// Words fit whole words, without case and marks; where these give less than is asked for,
    /// parts of words fit too, in titles, prompts and answers. Forks and copies of one event are
    /// one hit.
    ///
    /// - Parameter progress: called while texts that are not in the index are read.
    /// - Throws: ``SessionError/Code/invalidInput`` where there is no word, and what
    ///   ``open(_:options:)`` does.
    /// - Cost: some milliseconds, whatever the number of sessions, and what is new in them. Of
    ///   prompts the newest 20,000 that fit are ranked, of other texts the newest 3,000.
    public func search(
        _ query: TextQuery, progress: ProgressReport? = nil
    ) async throws -> SearchAnswer {
        let terms = try SearchWords(query.words)
        return try await onTables { tables in
            try await refreshTexts(tables, names: query.files, progress)
            return try await answer(query, terms, tables)
        }
    }

    private func answer(
        _ query: TextQuery, _ terms: SearchWords, _ tables: IndexTables
    ) async throws -> SearchAnswer {
        let files = try await self.files(tables)
        let ids = query.files.map { names in Set(names.compactMap { files[$0]?.id }) }
        let found = try await tables.read { rows in
            try Search(query, terms, files: ids, rows).run()
        }
        let ranking = Ranking(now: options.clock().microseconds / 1_000_000)
        let unique = ranking.unique(found.candidates)
        let byID = Dictionary(files.values.map { ($0.id, $0) }) { $1 }
        var hits = try await hits(
            ranking.first(query.limit, of: unique), terms, byID, tables, mustHold: false)
        if hits.count < query.limit {
            let known = Set(unique.map(\.candidate.lineage))
            hits += try await parts(
                query, terms, ids, byID, tables, ranking, known, limit: query.limit - hits.count)
        }
        let unread = files.values.filter { row in
            guard query.files?.contains(row.name) ?? true, case .failure = row.content else {
                return false
            }
            return true
        }
        return SearchAnswer(
            hits: hits,
            counts: Dictionary(grouping: unique, by: \.candidate.sort).mapValues(\.count),
            sessions: Set(unique.map(\.candidate.file)).count, cuts: found.cuts,
            unread: unread.sorted { $0.name < $1.name }.map { IndexedSession($0.known, in: folder) }
        )
    }

    /// Hits in which the words are parts of others.
    private func parts(
        _ query: TextQuery, _ terms: SearchWords, _ files: Set<Int>?, _ byID: [Int: FileRow],
        _ tables: IndexTables, _ ranking: Ranking, _ known: Set<Int>, limit: Int
    ) async throws -> [TextHit] {
        let candidates = try await tables.read { rows in
            try Search(query, terms, files: files, rows).runOnParts()
        }
        let new = ranking.unique(candidates.filter { !known.contains($0.lineage) })
        return try await Array(
            hits(Array(new.prefix(limit * 4)), terms, byID, tables, mustHold: true).prefix(limit))
    }

    /// Takes the pieces of text that were found out of the index, or out of their sessions.
    ///
    /// - Parameter mustHold: whether what does not hold the words is left out.
    private func hits(
        _ ranked: [Ranking.Ranked], _ terms: SearchWords, _ files: [Int: FileRow],
        _ tables: IndexTables, mustHold: Bool
    ) async throws -> [TextHit] {
        let finder = HitFinder(index: self, terms: terms, files: files, mustHold: mustHold)
        let finds = try await tables.read { rows in
            try ranked.enumerated().map { try Find($0.element, rank: $0.offset, rows) }
        }
        let found = try await inHalves(finds.filter { $0.said != nil }) { part in
            part.map { (find: $0, hit: finder.hit($0)) }
        }
        let byFile = Dictionary(
            grouping: finds.lazy.filter { $0.said == nil }, by: \.candidate.file)
        let lookedUp = try await inHalves(Array(byFile)) { part in
            var found: [(find: Find, hit: TextHit?)] = []
            for (file, finds) in part {
                guard let row = files[file] else { continue }
                found += try await finder.hits(finds, in: row)
            }
            return found
        }
        return (found + lookedUp).sorted { $0.find.rank < $1.find.rank }.compactMap(\.hit)
    }
}
