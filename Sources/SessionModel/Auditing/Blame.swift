/// Where the lines of a file came in.
public struct Blame: Sendable {
    /// The moment whose content is told of.
    public let point: Point
    /// As the log has it.
    public let path: String
    /// In the order of the file, the first line that was asked for first.
    public let lines: [Line]
    /// The changes that the lines came in with, each once, the oldest first.
    public let sources: [Source]

    public init(point: Point, path: String, lines: [Line], sources: [Source]) {
        self.point = point
        self.path = path
        self.lines = lines
        self.sources = sources
    }

    /// A line of the content, and the change that it came in with.
    public struct Line: Sendable, Hashable {
        /// Counted from 1.
        public let number: Int
        /// With its line end.
        public let bytes: [UInt8]
        /// Index into ``Blame/sources``.
        public let source: Int

        public init(number: Int, bytes: [UInt8], source: Int) {
            self.number = number
            self.bytes = bytes
            self.source = source
        }
    }

    /// A change of the file, and what led to it.
    public struct Source: Sendable, Hashable {
        /// The change, without its content; never one that only stands for another.
        public let event: Event
        /// How far the change is known to have brought the lines.
        public let certainty: Certainty
        /// What the file was called then.
        public let path: String
        /// The first prompt on the way back from the change that a person gave; where no cause is
        /// recorded, the last one before it.
        public let prompt: Event?
        /// The model whose answer led to it.
        public let model: String?

        public init(
            event: Event, certainty: Certainty, path: String, prompt: Event?, model: String?
        ) {
            self.event = event
            self.certainty = certainty
            self.path = path
            self.prompt = prompt
            self.model = model
        }
    }

    /// How much the log tells of who wrote a line.
    public enum Certainty: String, Sendable, Hashable {
        /// The change brought the lines.
        case certain
        /// It, or an earlier one: the log does not tell the content just before it.
        case uncertain
        /// The change found the lines there. Nothing in the log tells who wrote them.
        case older
    }
}
