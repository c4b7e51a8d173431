import SessionStore

/// A recipe, an event's body, literals and an event's content, each behind its length in two bytes;
/// the rest is a request, to be told as a recipe.
enum RecipeTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let recipe = RequestRecipe(bytes: input.block())
        let body = JSON(unchecked: input.block())
        let literals = JSON(unchecked: input.block()).elements
        let values = EventValues(body: body, content: input.block())
        let expanded = recipe.expanded(literals: literals, limit: limit) { $0 == 1 ? values : nil }
        check(recipe, literals, values, expanded)
        find(input.remainder(), body)
    }

    private static let limit = 1 << 20

    /// The check without writing out must not say anything else than writing out does.
    private static func check(
        _ recipe: RequestRecipe, _ literals: [JSON], _ values: EventValues, _ expanded: [UInt8]?
    ) {
        let outcome = recipe.check(limit: limit) { hole in
            RequestRecipe.text(of: hole, literals) { $0 == 1 ? values : nil }
                .flatMap { HoleFact(hole, text: $0) }
        }
        let isJSON = expanded.map { (try? JSON(validating: $0)) != nil } ?? false
        if outcome == .request { law(isJSON, "a recipe passes that gives no request") }
        if outcome == .unfit { law(expanded == nil, "a recipe that fits is unfit") }
        for hole in recipe.holes { _ = values.text(hole.number) }
    }

    private static func find(_ bytes: [UInt8], _ body: JSON) {
        guard let request = try? JSON(validating: bytes), let outline = RequestOutline(request)
        else { return }
        var index = ValueIndex()
        let time = Timestamp(microseconds: 0)
        let event = Event(
            position: 1, branch: .main, revision: 1, kind: .promptSubmitted, actor: .system,
            occurredAt: time, recordedAt: time, body: body, digest: EventDigest.zero)
        let values = index.add(event)
        var messages = KnownMessages()
        // The second time its messages are known.
        for _ in 0..<2 {
            let found = RequestFinder.find(outline, in: index, after: messages) {
                PartFinder(
                    (values?.numbers ?? 0..<0).compactMap { number in
                        values?.text(number).map { .init(revision: 1, number: number, text: $0) }
                    })
            }
            for recipe in [found.recipe, found.unproved] {
                let again = recipe.expanded(literals: found.literals, limit: limit) {
                    $0 == 1 ? values : nil
                }
                law(again == request.source, "a request is not what was found in it")
            }
            messages = found.messages
        }
    }
}
