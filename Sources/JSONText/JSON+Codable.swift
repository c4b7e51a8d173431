/// A ``JSON`` as a member of a type that is encoded and decoded. ``JSON/init(encoding:)`` and
/// ``JSON/decode(_:)`` keep its bytes; by way of another encoder it stays equal in meaning alone,
/// and numbers become integers of 64 bits or doubles.
extension JSON: Codable {
    public func encode(to encoder: any Encoder) throws {
        switch kind {
        case .object:
            var container = encoder.container(keyedBy: JSONPathKey.self)
            for (key, value) in members { try container.encode(value, forKey: JSONPathKey(key)) }
        case .array:
            var container = encoder.unkeyedContainer()
            for element in elements { try container.encode(element) }
        default:
            var container = encoder.singleValueContainer()
            if let string {
                try container.encode(string)
            } else if let bool {
                try container.encode(bool)
            } else if let int {
                try container.encode(int)
            } else if let double {
                try container.encode(double)
            } else {
                try container.encodeNil()
            }
        }
    }

    public init(from decoder: any Decoder) throws {
        if let container = try? decoder.container(keyedBy: JSONPathKey.self) {
            self = .object(
                try container.allKeys.map {
                    ($0.stringValue, try container.decode(JSON.self, forKey: $0))
                })
        } else if var container = try? decoder.unkeyedContainer() {
            var elements: [JSON] = []
            while !container.isAtEnd { elements.append(try container.decode(JSON.self)) }
            self = .array(elements)
        } else {
            self = try Self.single(decoder.singleValueContainer())
        }
    }

    private static func single(_ container: any SingleValueDecodingContainer) throws -> JSON {
        if container.decodeNil() { return .null }
        if let bool = try? container.decode(Bool.self) { return .bool(bool) }
        if let int = try? container.decode(Int.self) { return .number(int) }
        if let double = try? container.decode(Double.self) { return try .number(double) }
        return .string(try container.decode(String.self))
    }
}
