internal import JSONText

/// Tells a model request as references into the log: given only its bytes, finds which events it
/// repeats, and keeps as literals what is in none.
///
/// Nothing is assumed of the client: keys in any order, cache markers anywhere, messages left out,
/// cut short or replaced. What the finder gives is checked by expanding it again.
package struct RequestFinder {
    private let request: JSON
    private let index: ValueIndex
    private let parts: () -> PartFinder
    private var recipe = RequestRecipe()
    private var literals: [JSON] = []
    private var literalNumbers: [UInt64: Int] = [:]
    private var literalLengths: Set<Int> = []
    private var copied = 0
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

        package init(recipe: RequestRecipe, literals: [JSON], ranges: [ClosedRange<Revision>]) {
            self.recipe = recipe
            self.literals = literals
            self.ranges = ranges
        }
    }

    /// - Parameter parts: called once at most, when a long text is in no event as a whole.
    package static func find(
        _ request: JSON, in index: ValueIndex, parts: @escaping () -> PartFinder
    ) -> Found {
        var memo: PartFinder?
        var finder = RequestFinder(
            request, index,
            {
                if let memo { return memo }
                let made = parts()
                memo = made
                return made
            })
        finder.run()
        return Found(
            recipe: finder.recipe, literals: finder.literals,
            ranges: index.ranges(of: finder.said))
    }

    private init(_ request: JSON, _ index: ValueIndex, _ parts: @escaping () -> PartFinder) {
        self.request = request
        self.index = index
        self.parts = parts
    }

    private mutating func run() {
        let list = RequestMessages.list(in: request)
        if request.kind == .object {
            request.forEachMember { _, value in
                if value.range == list?.range { messages(value) } else { walk(value, whole: true) }
            }
        } else {
            messages(request)
        }
        recipe.append(request.source[copied...])
    }

    private mutating func messages(_ list: JSON) {
        guard list.kind == .array else { return walk(list, whole: false) }
        list.forEachElement { message in
            let before = said.count
            walk(message, whole: false)
            if said.count == before, let text = RequestMessages.shortText(of: message),
                let revision = index.short(text, behind: said.last ?? 0)
            {
                said.append(revision)
            }
        }
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
