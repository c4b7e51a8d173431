internal import Foundation

/// Makes ranks of different tables one measure.
///
/// FTS5's bm25 (<https://www.sqlite.org/fts5.html#the_bm25_function>) sums over the words
/// `rarity × f × 2.2 / (f + 1.2 × (0.25 + 0.75 × length / usual length))`, where f is how often a
/// word occurs, and rarity and usual length are the table's own. A month with three texts has other
/// ones than a month with thousands. So both are taken out again: what is left is f, about, and it
/// is weighed by one length that is usual everywhere.
struct BM25 {
    /// Of the words in the table, all together.
    let rarity: Double
    /// Words of a text of the table.
    let usualWords: Double

    private static let saturation = 2.2
    private static let steepness = 1.2
    private static let lengthShare = 0.75
    /// Words of a text to which others are compared.
    private static let commonWords = 60.0

    /// How rare a word is: what a hit of it is worth.
    static func rarity(hits: Int, rows: Int) -> Double {
        let rarity = log((Double(rows - hits) + 0.5) / (Double(hits) + 0.5))
        return max(rarity, 1e-6)
    }

    /// - Parameter rank: of bm25, positive.
    /// - Returns: from 0 to 2.2.
    func fit(rank: Double, words: Int) -> Double {
        let part = min(max(rank / rarity, 0), Self.saturation * 0.99)
        let frequency = part * Self.damping(words, usualWords) / (Self.saturation - part)
        let damping = Self.damping(words, Self.commonWords)
        return frequency * Self.saturation / (frequency + damping)
    }

    private static func damping(_ words: Int, _ usual: Double) -> Double {
        steepness * (1 - lengthShare + lengthShare * Double(words) / max(usual, 1))
    }
}

/// Puts candidates in the order in which they are shown.
///
/// How well a text fits counts most; how new it is halves that at most, so that a sharp old match
/// stands above a vague new one, and among equals the newer one first. What a person said counts
/// more than what a tool gave, and each further hit of one session less than the one before.
struct Ranking {
    /// When it is now, in seconds since 1970.
    let now: Int
    /// After so many seconds half of what newness adds is gone.
    private static let halfLife = 30.0 * 24 * 3600
    /// The least that newness leaves of a score.
    private static let floor = 0.5
    /// What each further hit of a session is worth beside the one before.
    private static let repetition = 0.8

    struct Ranked: Sendable {
        var candidate: Candidate
        var score: Double
        /// Files that have the same piece.
        var copies: [Int]
    }

    func score(_ candidate: Candidate) -> Double {
        candidate.fit * Self.weight(of: candidate.sort) * recency(candidate.second)
    }

    private func recency(_ second: Int) -> Double {
        let age = Double(max(now - second, 0))
        return Self.floor + (1 - Self.floor) * exp2(-age / Self.halfLife)
    }

    /// How often a word occurs raises a fit by 2.2 at most: by more than that no result of a tool
    /// stands above a prompt of the same length and age.
    private static func weight(of sort: TextSort) -> Double {
        switch sort {
        case .title: 1.2
        case .prompt: 1
        case .note, .answer: 0.7
        case .path: 0.6
        case .call, .thinking: 0.5
        case .result: 0.4
        }
    }

    /// One of each lineage, the best first.
    func unique(_ candidates: [Candidate]) -> [Ranked] {
        var byLineage: [Int: Ranked] = [:]
        for candidate in candidates {
            let score = score(candidate)
            guard var known = byLineage[candidate.lineage] else {
                byLineage[candidate.lineage] = Ranked(
                    candidate: candidate, score: score, copies: [])
                continue
            }
            let isBetter = (score, known.candidate.file) > (known.score, candidate.file)
            let other = isBetter ? known.candidate.file : candidate.file
            if isBetter { (known.candidate, known.score) = (candidate, score) }
            if other != known.candidate.file, !known.copies.contains(other) {
                known.copies.append(other)
            }
            byLineage[candidate.lineage] = known
        }
        return byLineage.values.sorted { Self.isBefore($0, $1) }
    }

    private static func isBefore(_ left: Ranked, _ right: Ranked) -> Bool {
        if left.score != right.score { return left.score > right.score }
        let (left, right) = (left.candidate, right.candidate)
        return left.second != right.second ? left.second > right.second : left.piece > right.piece
    }

    /// The first ones, when each further hit of a session counts less.
    func first(_ count: Int, of ranked: [Ranked]) -> [Ranked] {
        var left: [Int: ArraySlice<Ranked>] = [:]
        for (file, all) in Dictionary(grouping: ranked, by: \.candidate.file) {
            left[file] = all.prefix(count)[...]
        }
        var shown: [Ranked] = []
        var factors: [Int: Double] = [:]
        while shown.count < count {
            let heads = left.values.compactMap { hits -> Ranked? in
                guard var head = hits.first else { return nil }
                head.score *= factors[head.candidate.file] ?? 1
                return head
            }
            guard let best = heads.min(by: Self.isBefore) else { break }
            shown.append(best)
            left[best.candidate.file]?.removeFirst()
            factors[best.candidate.file, default: 1] *= Self.repetition
        }
        return shown
    }
}
