extension JSON {
    /// Makes JSON of any value that says how it is encoded.
    ///
    /// ```swift
    /// struct Rating: Codable { var stars: Int; var note: String? }
    /// let body = try JSON(encoding: Rating(stars: 4, note: nil))  // {"stars":4}
    /// let rating = try body.decode(Rating.self)
    /// ```
    ///
    /// Members stand in the order in which the value encodes them. The keys of a dictionary and the
    /// elements of a set have no order, so they are sorted: equal values give equal bytes. Doubles
    /// are written with as few digits as read back as the same double. nil is `null`, and a
    /// ``JSON`` inside of the value stays as it was written.
    ///
    /// - Throws: `EncodingError` with the path to what has no form in JSON: a number that is not
    ///   finite, a value that encodes nothing, and nesting beyond ``JSONScanner/depthLimit``.
    public init(encoding value: some Encodable) throws {
        let slot = EncodedSlot()
        try slot.fill(with: value, at: [])
        self = slot.json
    }

    /// A number with as few digits as read back as the same double: `0.1`, `1e+100`, `-0.0`.
    ///
    /// - Throws: `EncodingError` for infinities and NaN, which JSON has no numbers for.
    public static func number(_ value: Double) throws -> JSON {
        try finite(value, at: [])
    }

    fileprivate static func finite(
        _ value: some FloatingPoint & CustomStringConvertible, at path: [any CodingKey]
    ) throws -> JSON {
        guard value.isFinite else {
            throw refusal(of: value, at: path, "JSON has no number for it")
        }
        return JSON(unchecked: Array(value.description.utf8))
    }

    fileprivate static func refusal(
        of value: Any, at path: [any CodingKey], _ reason: String
    ) -> EncodingError {
        .invalidValue(value, .init(codingPath: path, debugDescription: "\(value): \(reason)"))
    }
}

/// A dictionary, whose members have no order of their own.
private protocol UnorderedMembers {}
extension Dictionary: UnorderedMembers {}

/// A set, whose elements have none.
private protocol UnorderedElements {}
extension Set: UnorderedElements {}

/// The place of one value in a text that is being made. Containers are filled in any order, so the
/// text is put together when all is there.
final class EncodedSlot {
    private enum Form { case nothing, value, elements, members }

    private var form = Form.nothing
    private var value = JSON.null
    private(set) var elements: [EncodedSlot] = []
    private var members: [(key: String, value: EncodedSlot)] = []
    private var places: [String: Int] = [:]

    var json: JSON {
        switch form {
        case .value: value
        case .elements: .array(elements.map(\.json))
        case .nothing, .members: .object(members.map { ($0.key, $0.value.json) })
        }
    }

    func fill(with value: some Encodable, at path: [any CodingKey]) throws {
        guard path.count <= JSONScanner.depthLimit else {
            throw JSON.refusal(of: type(of: value), at: path, "nested too deep")
        }
        if let plain = try Self.plain(value, at: path) { return fill(with: plain) }
        try value.encode(to: SlotEncoder(slot: self, codingPath: path))
        if form == .nothing {
            throw JSON.refusal(of: type(of: value), at: path, "it encodes nothing")
        }
        if value is any UnorderedMembers { members.sort { $0.key < $1.key } }
        if value is any UnorderedElements { sortElements() }
    }

    func fill(with json: JSON) { (form, value) = (.value, json) }

    private static func plain(_ value: some Encodable, at path: [any CodingKey]) throws -> JSON? {
        switch value {
        case let value as JSON: value
        case let value as String: .string(value)
        case let value as Bool: .bool(value)
        case let value as Double: try .finite(value, at: path)
        case let value as Float: try .finite(value, at: path)
        case let value as any FixedWidthInteger: JSON(unchecked: Array("\(value)".utf8))
        default: nil
        }
    }

    func becomeArray() { form = .elements }

    func becomeObject() { form = .members }

    func append() -> EncodedSlot {
        elements.append(EncodedSlot())
        return elements[elements.count - 1]
    }

    /// The member of this key, a new one or the one that is there.
    func member(_ key: String) -> EncodedSlot {
        if let place = places[key] { return members[place].value }
        places[key] = members.count
        members.append((key, EncodedSlot()))
        return members[members.count - 1].value
    }

    private func sortElements() {
        elements = elements.map { ($0, $0.json.bytes) }
            .sorted { $0.1.lexicographicallyPrecedes($1.1) }.map(\.0)
    }
}
