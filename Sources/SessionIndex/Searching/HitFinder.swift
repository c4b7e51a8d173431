internal import SessionStore

/// What was found, where it is, and what it says as far as the index knows.
struct Find: Sendable {
    /// What is shown of the event.
    struct Said: Sendable {
        let text: String
        let actor: EventActor
        let occurredAt: Timestamp
    }

    let ranked: Ranking.Ranked
    /// Its place among all that is shown.
    let rank: Int
    let point: Point?
    let detail: String?
    /// Nil: it is looked up in the session.
    var said: Said?

    var candidate: Candidate { ranked.candidate }

    init(_ ranked: Ranking.Ranked, rank: Int, _ rows: IndexRows) throws {
        let candidate = ranked.candidate
        self.ranked = ranked
        self.rank = rank
        detail = try rows.word(candidate.detail)
        point = try rows.place(of: candidate.position, inFile: candidate.file).flatMap { place in
            try rows.branchName(place.branch, ofFile: candidate.file).map {
                Point(branch: $0, revision: place.1)
            }
        }
        said = try rows.kept(candidate)
    }
}

/// Makes hits of what was found.
struct HitFinder {
    let index: FolderIndex
    let terms: SearchWords
    let files: [Int: FileRow]
    let mustHold: Bool

    /// The hits of one session. One that vanished, or that cannot be read any more, has none.
    func hits(
        _ finds: [Find], in row: FileRow
    ) async throws -> [(find: Find, hit: TextHit?)] {
        do {
            return try await index.glance(row) { session in
                var found: [(find: Find, hit: TextHit?)] = []
                for var find in finds {
                    find.said = try await said(find.candidate, session)
                    found.append((find, hit(find)))
                }
                return found
            }
        } catch is SessionError {
            return []
        }
    }

    private func said(_ candidate: Candidate, _ session: Session) async throws -> Find.Said? {
        let event = try await session.event(at: .position(candidate.position))
        let texts = TextMaker.said(in: event).texts
        return texts.first { $0.sort == candidate.sort }.map {
            Find.Said(text: $0.text, actor: event.actor, occurredAt: event.occurredAt)
        }
    }

    /// Nil: the event does not say it any more, or does not hold the words.
    func hit(_ find: Find) -> TextHit? {
        guard let said = find.said, let point = find.point, let row = files[find.candidate.file],
            case .success(let content) = row.content, !mustHold || terms.areIn(said.text)
        else { return nil }
        return TextHit(
            name: row.name, path: index.folder.path(of: row.name), title: content.preview.title,
            point: point, position: find.candidate.position, sort: find.candidate.sort,
            actor: said.actor, occurredAt: said.occurredAt, detail: find.detail,
            excerpt: ExcerptFinder(terms).excerpt(of: said.text), score: find.ranked.score,
            copies: find.ranked.copies.compactMap { files[$0]?.name }.sorted())
    }
}
