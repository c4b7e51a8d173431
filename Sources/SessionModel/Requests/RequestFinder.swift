internal import JSONText

/// Tells a model request as references into the log: given only its bytes, finds which events it
/// repeats, and keeps as literals what is in none.
///
/// Nothing is assumed of the client: keys in any order, cache markers anywhere, messages left out,
/// cut short or replaced. What the finder gives is checked by expanding it again.
package struct RequestFinder {
    private let outline: RequestOutline
    private let index: ValueIndex
    private let parts: () -> PartFinder
    private var recipe = RequestRecipe()
    private var literals: [JSON] = []
    private var literalNumbers: [UInt64: Int] = [:]
    private var literalLengths: Set<Int> = []
    private var copied = 0
    /// How often a literal was used.
    private var literalUses = 0
    private let before: KnownMessages
    private var messages = KnownMessages()
    /// Where the recipe has what a message was told as before, and the message.
    private var repeated: [(recipe: Range<Int>, message: Range<Int>)] = []
    /// The revisions of what was said, in the order of the request.
    private var said: [Revision] = []

    /// Strings from this length on, in bytes, become literals where they are in no event.
    private static let leastLiteral = 64
    /// Settings from this length on are kept as one literal.
    private static let leastWhole = 256
    /// Objects up to this length are looked up as a whole.
    private static let mostWhole = 1 << 18
    /// Strings from this length on are searched for parts of known texts.
    private static let leastSearched = 256

    package struct Found {
        package let recipe: RequestRecipe
        package let literals: [JSON]
        package let ranges: [ClosedRange<Revision>]
        /// The recipe with the bytes of each message that the request before had as well: what is
        /// left to be checked by expanding it.
        package let unproved: RequestRecipe
        /// To be given for the next request.
        package let messages: KnownMessages

        fileprivate init(_ finder: RequestFinder) {
            recipe = finder.recipe
            literals = finder.literals
            ranges = finder.index.ranges(of: finder.said)
            unproved = finder.unproved
            messages = finder.messages
        }

        /// The request as it is, which is a recipe, too.
        package init(plain request: JSON, ranges: [ClosedRange<Revision>]) {
            recipe = RequestRecipe(bytes: request.source)
            unproved = recipe
            literals = []
            self.ranges = ranges
            messages = KnownMessages()
        }
    }

    /// - Parameters:
    ///   - messages: those of the request before, where what it came to was proved.
    ///   - parts: called once at most, when a long text is in no event as a whole.
    package static func find(
        _ outline: RequestOutline, in index: ValueIndex,
        after messages: KnownMessages = KnownMessages(),
        parts: @escaping () -> PartFinder
    ) -> Found {
        var memo: PartFinder?
        var finder = RequestFinder(
            outline, index, messages,
            {
                if let memo { return memo }
                let made = parts()
                memo = made
                return made
            })
        finder.run()
        return Found(finder)
    }

    private init(
        _ outline: RequestOutline, _ index: ValueIndex, _ before: KnownMessages,
        _ parts: @escaping () -> PartFinder
    ) {
        self.outline = outline
        self.index = index
        self.before = before
        self.parts = parts
    }

    private var request: JSON { outline.request }

    private mutating func run() {
        if request.kind == .object {
            for (_, value) in outline.members {
                if value.range == outline.list.range {
                    messages(value)
                } else {
                    walk(value, whole: true)
                }
            }
        } else {
            messages(request)
        }
        recipe.append(request.source[copied...])
    }

    private mutating func messages(_ list: JSON) {
        guard list.kind == .array else { return walk(list, whole: false) }
        list.forEachElement { message($0) }
    }

    private mutating func message(_ message: JSON) {
        let bytes = message.source[message.range]
        let (hash, cursor) = (textHash(bytes), said.last ?? 0)
        recipe.append(request.source[copied..<message.range.lowerBound])
        copied = message.range.lowerBound
        let (start, first, uses) = (recipe.bytes.count, said.count, literalUses)
        if let known = before.message(message, hash: hash, behind: cursor) {
            recipe.append(known.recipe[...])
            repeated.append((start..<recipe.bytes.count, message.range))
            copied = message.range.upperBound
            said += known.said
            return messages.add(known, hash: hash)
        }
        walk(message, whole: false)
        if said.count == first, let text = RequestMessages.shortText(of: message),
            let revision = index.short(text, behind: cursor)
        {
            said.append(revision)
        }
        recipe.append(request.source[copied..<message.range.upperBound])
        copied = message.range.upperBound
        guard literalUses == uses else { return }
        messages.add(
            KnownMessages.Message(
                bytes: Array(bytes), cursor: cursor, recipe: Array(recipe.bytes[start...]),
                said: Array(said[first...])), hash: hash)
    }

    private var unproved: RequestRecipe {
        guard !repeated.isEmpty else { return recipe }
        var result = RequestRecipe()
        var done = 0
        for (place, message) in repeated {
            result.append(recipe.bytes[done..<place.lowerBound])
            result.append(request.source[message])
            done = place.upperBound
        }
        result.append(recipe.bytes[done...])
        return result
    }

    private mutating func walk(_ value: JSON, whole: Bool) {
        guard value.range.count >= EventValues.least else { return }
        switch value.kind {
        case .string: string(value)
        case .object, .array:
            if value.range.count <= Self.mostWhole, nested(value) { return }
            if whole, value.range.count >= Self.leastWhole { return literal(value) }
            if value.kind == .object {
                value.forEachMember { _, member in walk(member, whole: whole) }
            } else {
                value.forEachElement { walk($0, whole: whole) }
            }
        default: break
        }
    }

    /// Whether an event holds the same object or array, as such or as a string's text.
    private mutating func nested(_ value: JSON) -> Bool {
        guard let place = index.place(of: value.source[value.range], behind: said.last ?? 0)
        else { return known(value) }
        emit(value.range, hole(place, place.isString ? .plain : .written))
        return true
    }

    private mutating func string(_ value: JSON) {
        guard let text = value.utf8 else { return }
        let inner = value.range.lowerBound + 1..<value.range.upperBound - 1
        if let place = index.place(of: text[...], behind: said.last ?? 0) {
            if place.written == textHash(value.source[value.range]) {
                return emit(value.range, hole(place, .written))
            }
            if let style = JSONStyle.of(value.source[inner], standingFor: text) {
                return emit(inner, hole(place, .string(style)))
            }
        }
        if known(value) || value.range.count < Self.leastLiteral { return }
        if text.count >= Self.leastSearched,
            let style = JSONStyle.of(value.source[inner], standingFor: text),
            pieces(text, style, inner)
        {
            return
        }
        literal(value)
    }

    /// Whether the request itself has held the same value before.
    private mutating func known(_ value: JSON) -> Bool {
        guard literalLengths.contains(value.range.count),
            let number = literalNumbers[textHash(value.source[value.range])],
            literals[number] == value
        else { return false }
        literalUses += 1
        emit(
            value.range,
            RequestRecipe.Hole(revision: 0, number: number, form: .written, part: nil))
        return true
    }

    private mutating func literal(_ value: JSON) {
        let hole = RequestRecipe.Hole(
            revision: 0, number: number(ofLiteral: value), form: .written, part: nil)
        emit(value.range, hole)
    }

    /// The number of a literal, which is added unless the request has held the same before.
    private mutating func number(ofLiteral value: JSON) -> Int {
        literalUses += 1
        let hash = textHash(value.source[value.range])
        if let known = literalNumbers[hash], literals[known] == value { return known }
        literalNumbers[hash] = literals.count
        literalLengths.insert(value.range.count)
        literals.append(value)
        return literals.count - 1
    }

    /// Tells a long text as stretches of known ones and what is between; false where too little of
    /// it is known.
    private mutating func pieces(
        _ text: [UInt8], _ style: JSONStyle, _ range: Range<Int>
    ) -> Bool {
        let matches = parts().matches(in: text)
        guard matches.reduce(0, { $0 + $1.range.count }) >= text.count / 4 else { return false }
        emit(range, nil)
        var done = 0
        for match in matches {
            gap(text[done..<match.range.lowerBound], style)
            recipe.append(
                RequestRecipe.Hole(
                    revision: match.revision, number: match.number, form: .string(style),
                    part: match.start..<match.start + match.range.count))
            done = match.range.upperBound
            if match.isMost, index.isSaid(match.revision) { note(match.revision) }
        }
        gap(text[done...], style)
        return true
    }

    private mutating func gap(_ text: ArraySlice<UInt8>, _ style: JSONStyle) {
        guard text.count >= Self.leastLiteral else {
            var bytes: [UInt8] = []
            style.encode(Array(text), into: &bytes)
            return recipe.append(bytes[...])
        }
        let number = number(ofLiteral: JSON.string(utf8: text))
        recipe.append(
            RequestRecipe.Hole(revision: 0, number: number, form: .string(style), part: nil))
    }

    private mutating func hole(
        _ place: ValueIndex.Occurrence, _ form: RequestRecipe.Form
    ) -> RequestRecipe.Hole {
        if place.isSaid { note(place.revision) }
        return RequestRecipe.Hole(
            revision: place.revision, number: place.number, form: form, part: nil)
    }

    /// Takes down that the request repeats what was said at a revision.
    private mutating func note(_ revision: Revision) {
        if said.last != revision { said.append(revision) }
    }

    private mutating func emit(_ range: Range<Int>, _ hole: RequestRecipe.Hole?) {
        recipe.append(request.source[copied..<range.lowerBound])
        if let hole { recipe.append(hole) }
        copied = range.upperBound
    }
}
