internal import SessionStore
internal import Texts

/// One search on one state of the index.
struct Search {
    private let terms: SearchWords
    private let rows: IndexRows
    private let filter: CandidateFilter
    /// The months of what is asked for.
    private let since: Month?
    private let until: Month?

    /// Prompts and titles that are ranked: all, in practice. Each costs about a microsecond.
    private static let promptLimit = 20_000
    /// Of what models and tools said.
    private static let outputLimit = 3_000
    /// Candidates for parts of words, of which some are looked at.
    private static let partLimit = 400

    /// - Parameter files: in these alone; nil: in all.
    init(_ query: TextQuery, _ terms: SearchWords, files: Set<Int>?, _ rows: IndexRows) throws {
        self.terms = terms
        self.rows = rows
        since = query.since.map { Month(at: $0) }
        until = query.until.map { Month(at: $0) }
        var filter = CandidateFilter(files: files)
        if !query.sorts.isEmpty { filter.sorts = query.sorts }
        let actors = AuditTest(query.actors.reduce(into: AuditQuery()) { $0.actors.append($1) })
        let models = query.models.map { Glob($0) }
        if !query.actors.isEmpty || !models.isEmpty {
            filter.actors = try rows.words { word in
                let actor = EventActor(rawValue: word)
                return actors.fits(actor)
                    && (models.isEmpty
                        || actor.role == "model" && models.contains { $0.matches(actor.name) })
            }
        }
        let tools = query.tools.map { Glob($0) }
        if !tools.isEmpty {
            filter.details = try rows.words { word in tools.contains { $0.matches(word) } }
            filter.narrow(to: [.call, .result])
        }
        if query.onlyCommands {
            filter.flags.insert(.command)
            filter.narrow(to: [.call])
        }
        if query.onlyFailures { filter.flags.insert(.failure) }
        filter.since = query.since.map { PieceTime.second(of: $0) }
        filter.until = query.until.map { PieceTime.second(of: $0) }
        if !query.branches.isEmpty { filter.lines = try rows.lines(ofBranches: query.branches) }
        self.filter = filter
    }

    /// Whole words.
    func run() throws -> (candidates: [Candidate], cuts: [SearchCut]) {
        var (candidates, cuts): ([Candidate], [SearchCut]) = ([], [])
        for (table, limit) in [
            (MonthTable.prompt, Self.promptLimit), (.output, Self.outputLimit),
        ] {
            let found = try newest(limit, in: table, filter, isOfParts: false) { _ in
                terms.expressions
            }
            candidates += found
            if found.count == limit {
                cuts.append(SearchCut(isOfPrompts: table == .prompt, ranked: limit))
            }
        }
        return (candidates, cuts)
    }

    /// Parts of words, to be looked at in the texts.
    func runOnParts() throws -> [Candidate] {
        let parts = terms.parts
        guard !parts.isEmpty else { return [] }
        var filter = filter
        filter.narrow(to: Set(TextSort.allCases.filter(\.hasParts)))
        var known: [Month: [String]?] = [:]
        return try [MonthTable.prompt, .output].flatMap { table in
            try newest(Self.partLimit, in: table, filter, isOfParts: true) { month in
                let words = try known[month] ?? rows.words(with: parts, in: month)
                known[month] = .some(words)
                return words
            }
        }
    }

    /// - Parameter expressions: what has to be in a text, all of it; nil: nothing of the month
    ///   fits.
    private func newest(
        _ limit: Int, in table: MonthTable, _ filter: CandidateFilter, isOfParts: Bool,
        _ expressions: (Month) throws -> [String]?
    ) throws -> [Candidate] {
        guard TextSort.allCases.contains(where: { $0.table == table && filter.fits($0) }) else {
            return []
        }
        var found: [Candidate] = []
        for month in try rows.months() where found.count < limit {
            if let until, month.month > until { continue }
            if let since, month.month < since { break }
            guard let expressions = try expressions(month.month) else { continue }
            found += try rows.candidates(
                table, in: month, expressions, isOfParts: isOfParts, filter,
                limit: limit - found.count)
        }
        return found
    }
}

extension CandidateFilter {
    /// Leaves these of the sorts that were asked for.
    fileprivate mutating func narrow(to sorts: Set<TextSort>) {
        self.sorts = self.sorts.map { $0.intersection(sorts) } ?? sorts
    }
}
