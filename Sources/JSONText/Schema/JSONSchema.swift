/// A JSON schema (draft 2020-12) read into a tree that bodies are checked against.
///
/// The part of the language that events' schemas use: `type`, `properties`, `required`, `items`,
/// `enum`, `additionalProperties`, `minimum`. Everything else must be an annotation (`title`,
/// `description`, `$id` …): a keyword that would be ignored is an error when the schema is read.
///
/// ```swift
/// let schema = try JSONSchema(JSON(validating: document))
/// schema.violation(in: body)   // nil, or "/text: a string was expected"
/// ```
public struct JSONSchema: Sendable {
    /// The tree's nodes; the first one is the root.
    var nodes: [Node] = []

    /// What one value must be.
    struct Node: Sendable {
        var types: Types = .all
        /// Names of the properties, and the node of each.
        var names = JSONKeys([])
        var properties: [Int] = []
        /// By the index of a property: whether it must be there. At most 64 properties.
        var required: UInt64 = 0
        var items: Int?
        var isClosed = false
        var additional: Int?
        /// Values as canonical JSON; empty: any.
        var options: [JSON] = []
        var minimum: Double?
    }

    /// A set of JSON types.
    struct Types: OptionSet, Sendable {
        let rawValue: UInt8
        static let null = Types(rawValue: 1)
        static let boolean = Types(rawValue: 2)
        static let integer = Types(rawValue: 4)
        static let fraction = Types(rawValue: 8)
        static let string = Types(rawValue: 16)
        static let array = Types(rawValue: 32)
        static let object = Types(rawValue: 64)
        static let number: Types = [.integer, .fraction]
        static let all: Types = [.null, .boolean, .number, .string, .array, .object]
    }

    /// The first place where a value is not what its schema says.
    public struct Violation: Error, Sendable, Hashable, CustomStringConvertible {
        /// A JSON pointer (RFC 6901); empty: the value as a whole.
        public var pointer: String
        /// What is expected there, in words.
        public var reason: String

        public var description: String { pointer.isEmpty ? reason : "\(pointer): \(reason)" }
    }

    /// Reads a schema.
    ///
    /// - Throws: a ``Violation`` with a pointer into the document, where a keyword is unknown or
    ///   has a value that it cannot have. A boolean schema (`true`, `false`) is not supported.
    public init(_ document: JSON) throws(Violation) {
        _ = try add(document, at: "")
    }
}
