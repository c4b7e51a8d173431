/// A JSON value put together of others, which stay where they lie: a record of a message of
/// hundreds of megabytes holds none of it a second time.
public struct ComposedJSON: Sendable {
    private enum Piece {
        case text([UInt8])
        case value(JSON)
        /// The text of a value, inside of a string.
        case quoted(JSON)
    }

    private var pieces: [Piece]

    private init(_ pieces: [Piece]) { self.pieces = pieces }

    /// A value as it was written.
    public init(_ value: JSON) { pieces = [.value(value)] }

    /// A string: the JSON of a value as it is written.
    public static func string(of value: JSON) -> ComposedJSON {
        let mark = Piece.text([UInt8(ascii: "\"")])
        return ComposedJSON([mark, .quoted(value), mark])
    }

    /// An array of these elements, in order.
    public static func array(_ elements: [ComposedJSON]) -> ComposedJSON {
        var array = ComposedJSON([.text([UInt8(ascii: "[")])])
        for (index, element) in elements.enumerated() {
            if index > 0 { array.pieces.append(.text([UInt8(ascii: ",")])) }
            array.pieces += element.pieces
        }
        array.pieces.append(.text([UInt8(ascii: "]")]))
        return array
    }

    /// An object with these members; members whose value is nil are left out.
    public static func object(_ members: [(String, ComposedJSON?)]) -> ComposedJSON {
        var object = ComposedJSON([.text([UInt8(ascii: "{")])])
        for case (let key, let value?) in members {
            var start = object.pieces.count > 1 ? [UInt8(ascii: ",")] : []
            JSONEscapes.encode(key.utf8, into: &start)
            object.pieces.append(.text(start + [UInt8(ascii: ":")]))
            object.pieces += value.pieces
        }
        object.pieces.append(.text([UInt8(ascii: "}")]))
        return object
    }

    /// Gives ``JSON/oneLine`` of the whole piece by piece.
    public func forEachPieceOfLine(_ sink: ([UInt8]) throws -> Void) rethrows {
        for piece in pieces {
            switch piece {
            case .text(let bytes): try sink(bytes)
            case .value(let value): try value.forEachPieceOfLine(sink)
            case .quoted(let value):
                try ReadableText(json: value).forEachPiece { try sink(JSONEscapes.escaped($0)) }
            }
        }
    }
}

extension ComposedJSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByDictionaryLiteral
{
    public init(stringLiteral value: String) { self.init(.string(value)) }
    public init(booleanLiteral value: Bool) { self.init(.bool(value)) }
    public init(dictionaryLiteral elements: (String, ComposedJSON)...) {
        self = .object(elements.map { ($0.0, $0.1) })
    }
}
