public import SessionModel

/// What a model saw at one step.
public struct ModelContext: Sendable {
    /// Where it is known from.
    public enum Provenance: Sendable, Hashable {
        /// A request that was recorded: ``ModelContext/bytes`` are exactly what was sent.
        case request(revision: Revision)
        /// A request that the tool itself logged by hashes of its parts: ``ModelContext/bytes`` are
        /// its body as far as each part was found and proved by its hash, a text alone as a list of
        /// one. See ``ModelContext/missing``.
        case requestLog(revision: Revision)
        /// A context that the store put together: ``ModelContext/bytes`` are its text.
        case context(revision: Revision)
        /// Nothing was recorded: put together from the log since the last compaction, in the form
        /// of the API that the tool speaks, else of OpenAI's chat. What was really sent is not
        /// known.
        case reconstruction
    }

    /// A part of a request that nothing on the line gives.
    public struct MissingPart: Sendable, Hashable {
        /// Where it stood in the request: `shape` (system and tools), `messages/3`,
        /// `cacheControl/1`.
        public let place: String
        /// SHA-256 over its canonical JSON; nil: nothing names it, as where the request is missing
        /// that this one builds on.
        public let hash: EventDigest?
    }

    /// How it came to be known.
    public let source: Provenance
    /// The moment it was asked for.
    public let point: Point
    /// Where it was recorded, when a merge took it over: ``ranges`` name revisions of that line.
    /// nil: of the point's own.
    public private(set) var origin: Point?
    /// How near they are to what was sent tells ``source``.
    public let bytes: [UInt8]
    /// The revisions that it repeats, in its order.
    public let ranges: [ClosedRange<Revision>]
    /// The instructions, where there are any, then the messages in order.
    public let messages: [RequestMessages.Message]
    /// The files in it, with the revisions that gave them their content; 0 where a merge took the
    /// context over and not the file as it was then.
    public let files: FileRevisions
    /// Of a logged request: what is not in ``bytes``, in its order.
    public let missing: [MissingPart]

    /// The same, as the line tells it that took it over.
    ///
    /// - Parameter own: the revision on that line of an event that this one refers to.
    func takenOver(
        at point: Point, revision: Revision, own: (Revision) throws -> Revision?
    ) rethrows -> ModelContext {
        let source: Provenance =
            switch source {
            case .request: .request(revision: revision)
            case .requestLog: .requestLog(revision: revision)
            case .context, .reconstruction: .context(revision: revision)
            }
        var copy = ModelContext(
            source: source, point: point, bytes: bytes, ranges: ranges, messages: messages,
            files: try files.mapRevisions { try own($0) ?? 0 }, missing: missing)
        copy.origin = self.point
        return copy
    }

    /// The revision of the request or context; nil for a reconstruction.
    public var revision: Revision? {
        switch source {
        case .request(let revision), .requestLog(let revision), .context(let revision): revision
        case .reconstruction: nil
        }
    }

    init(
        source: Provenance, point: Point, bytes: [UInt8], ranges: [ClosedRange<Revision>],
        messages: [RequestMessages.Message], files: FileRevisions, missing: [MissingPart] = []
    ) {
        self.source = source
        self.point = point
        self.bytes = bytes
        self.ranges = ranges
        self.messages = messages
        self.files = files
        self.missing = missing
    }

    /// What this one has and an earlier one had not, and the reverse.
    public func difference(from old: ModelContext) -> ContextDifference {
        ContextDifference(from: old.messages, to: messages, oldFiles: old.files, newFiles: files)
    }
}
