extension RequestRecipe {
    /// What a check without writing the request out came to.
    package enum Outcome: Sendable, Hashable {
        /// The recipe gives valid JSON.
        case request
        /// It does not fit the events, or gives too much.
        case unfit
        /// Only expanding it tells.
        case unknown
    }

    /// Checks that the recipe gives a request. A text that is sent again costs as much as its
    /// hole, not as much as the text.
    ///
    /// - Parameters:
    ///   - limit: the most bytes that may come out.
    ///   - fact: what is known of a hole's text; nil where the events have no such text.
    package func check(
        limit: Int, fact: (Hole) throws -> HoleFact?
    ) rethrows -> Outcome {
        var (outline, length, read, index) = ([UInt8](), 0, 0, 0)
        var isTold = true
        var last: Hole?
        while index < bytes.count {
            let end = bytes[index...].firstIndex(of: Self.mark) ?? bytes.count
            outline.append(contentsOf: bytes[index..<end])
            length += end - index
            index = end
            guard index < bytes.count else { break }
            guard let hole = hole(at: &index), let fact = try fact(hole) else { return .unfit }
            read += last?.isSameText(as: hole) == true ? 0 : fact.textLength
            last = hole
            length += fact.length
            guard read <= Self.readLimit, length <= limit else { return .unfit }
            isTold = fact.placeholder.append(to: &outline) && isTold
        }
        // An outline that is no JSON may stand for a request that is.
        guard isTold, (try? JSON(validating: outline)) != nil else { return .unknown }
        return .request
    }
}
