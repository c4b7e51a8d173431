/// A piece of a model's answer, as it came.
///
/// The pieces of an answer have the ids `ANSWER/1`, `ANSWER/2` and so on, and the finished answer
/// is a ``ResponseReceived`` with the id `ANSWER` and the whole text. From its revision on every
/// read leaves the pieces out; before, and where it never comes, they are the partial answer.
public struct ResponseStreamed: EventBody {
    public static let kind = EventKind.responseStreamed
    /// What was said since the piece before.
    public var text: String
    /// What was thought since the piece before.
    public var thinking: String?
    /// As the provider names it.
    public var model: String?
    /// The provider's id of the answer.
    public var id: String?

    public init(text: String, thinking: String? = nil, model: String? = nil, id: String? = nil) {
        self.text = text
        self.thinking = thinking
        self.model = model
        self.id = id
    }

    public init(_ body: JSON, version: Int) {
        text = body[Attribute.text]?.string ?? ""
        thinking = body["thinking"]?.string
        model = body[Attribute.responseModel]?.string
        id = body[Attribute.responseID]?.string
    }

    public var json: JSON {
        .object([
            (Attribute.text, .string(text)), ("thinking", .optional(thinking)),
            (Attribute.responseModel, .optional(model)), (Attribute.responseID, .optional(id)),
        ])
    }

    // MARK: Ids

    /// The event id of an answer's piece.
    ///
    /// - Parameter number: counted from 1.
    public static func id(ofPiece number: Int, of answer: String) -> String {
        "\(answer)/\(number)"
    }

    /// The event id of the answer that a piece with this id belongs to; nil for an id that is no
    /// piece's, such as one without a number.
    public static func answer(ofPiece id: String) -> String? {
        guard let slash = id.utf8.lastIndex(of: UInt8(ascii: "/")), slash > id.startIndex else {
            return nil
        }
        let number = id.utf8[id.utf8.index(after: slash)...]
        guard !number.isEmpty, number.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return String(id[..<slash])
    }
}

extension Event {
    /// The id of the answer that this piece belongs to; nil for an event that is no piece.
    public var answerID: String? {
        kind == .responseStreamed ? id.flatMap { ResponseStreamed.answer(ofPiece: $0) } : nil
    }
}
