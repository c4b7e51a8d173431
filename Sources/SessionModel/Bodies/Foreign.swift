/// A record that an importer has no kind for; a line that is no JSON is the event's content.
public struct ForeignRecorded: EventBody {
    public static let kind = EventKind.foreignRecorded
    /// Why the line could not be read.
    public var damaged: String?
    /// The transcript's line, from 1.
    public var line: Int?

    public init(damaged: String? = nil, line: Int? = nil) {
        self.damaged = damaged
        self.line = line
    }

    public init(_ body: JSON, version: Int) {
        damaged = body["damaged"]?.string
        line = body["line"]?.int
    }

    public var json: JSON { .object([("damaged", .optional(damaged)), ("line", .optional(line))]) }
}
