internal import Foundation

/// How well texts fit words, in one measure for all months: BM25
/// (<https://en.wikipedia.org/wiki/Okapi_BM25>), the mean over the words of
/// `f × 2.2 / (f + 1.2 × (0.25 + 0.75 × length / 60))`, in which rare words weigh more. f is how
/// often the word occurs. FTS5's own takes as the usual length that of its table, and a month with
/// three texts has another one than a month with thousands.
struct BM25 {
    /// Of each word that is looked for, in the month's table.
    let rarities: [Double]

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

    /// - Parameters:
    ///   - counts: how often each word occurs.
    ///   - words: how many the text has.
    /// - Returns: from 0 to 2.2.
    func fit(_ counts: PhraseCounts, words: Int) -> Double {
        let length = Double(words) / Self.commonWords
        let damping = Self.steepness * (1 - Self.lengthShare + Self.lengthShare * length)
        var (sum, weights) = (0.0, 0.0)
        for (index, rarity) in rarities.enumerated() {
            let count = Double(counts[index])
            sum += rarity * count * Self.saturation / (count + damping)
            weights += rarity
        }
        return sum / weights
    }
}

/// How often each phrase of a query occurs in a row, as `phrase_counts` packs it: four bits each.
struct PhraseCounts: Sendable {
    let packed: Int

    /// Up to 15; those from the 15th phrase on share one count.
    subscript(index: Int) -> Int { packed >> (4 * min(index, 14)) & 15 }

    /// Of all phrases together, as if they were one.
    var joined: PhraseCounts {
        PhraseCounts(packed: min((0..<15).reduce(0) { $0 + self[$1] }, 15))
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
        let candidate: Candidate
        let score: Double
        /// Files that have the same piece.
        let copies: [Int]
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
        var places: [Int: Int] = [:]
        places.reserveCapacity(candidates.count)
        var best: [(candidate: Int, score: Double)] = []
        var files: [Int: Set<Int>] = [:]
        for (index, candidate) in candidates.enumerated() {
            let score = score(candidate)
            guard let place = places[candidate.lineage] else {
                places[candidate.lineage] = best.count
                best.append((index, score))
                continue
            }
            let known = candidates[best[place].candidate].file
            files[place, default: [known]].insert(candidate.file)
            if (score, known) > (best[place].score, candidate.file) { best[place] = (index, score) }
        }
        return best.indices.sorted { left, right in
            let (left, right) = (best[left], best[right])
            if left.score != right.score { return left.score > right.score }
            let (one, other) = (candidates[left.candidate], candidates[right.candidate])
            return one.second != other.second
                ? one.second > other.second : one.piece > other.piece
        }.map { place in
            let candidate = candidates[best[place].candidate]
            let copies = files[place].map { $0.subtracting([candidate.file]).sorted() }
            return Ranked(candidate: candidate, score: best[place].score, copies: copies ?? [])
        }
    }

    /// The first ones, when each further hit of a session counts less.
    ///
    /// - Parameter ranked: the best first.
    func first(_ count: Int, of ranked: [Ranked]) -> [Ranked] {
        var shown: [(score: Double, hit: Ranked)] = []
        var factors: [Int: Double] = [:]
        for hit in ranked {
            // What comes from here on is worth no more than the last one that is shown.
            if shown.count >= count, let last = shown.last, last.score >= hit.score { break }
            let factor = factors[hit.candidate.file] ?? 1
            factors[hit.candidate.file] = factor * Self.repetition
            let score = hit.score * factor
            let place = shown.firstIndex { $0.score < score } ?? shown.count
            guard place < count else { continue }
            shown.insert((score, hit), at: place)
            if shown.count > count { shown.removeLast() }
        }
        return shown.map(\.hit)
    }
}
