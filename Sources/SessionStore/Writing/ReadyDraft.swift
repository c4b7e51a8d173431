internal import SessionModel
internal import Texts

/// A draft on its way into the log, with all that can be done before the transaction: the one
/// thread that writes has enough to do.
struct ReadyDraft: Sendable {
    let draft: EventDraft
    /// Nil where it depends on what is written before it.
    let commitment: Commitment?
    /// The id and the subject as they were given, where a secret in them was masked.
    var givenID: String?
    var givenSubject: String?

    var isNameMasked: Bool { givenID != nil || givenSubject != nil }

    /// With secrets masked.
    init(masking draft: EventDraft, random: @Sendable (_ count: Int) -> [UInt8]) {
        var masked = DraftCheck.masked(draft)
        let id = draft.id.flatMap { SecretScanner.shared.mask($0) }
        let subject = draft.subject.flatMap { SecretScanner.shared.mask($0) }
        masked.id = id ?? draft.id
        masked.subject = subject ?? draft.subject
        self.init(masked, random: random)
        if id != nil { givenID = draft.id }
        if subject != nil { givenSubject = draft.subject }
    }

    init(_ draft: EventDraft, random: @Sendable (_ count: Int) -> [UInt8]) {
        self.draft = draft
        let cause: Revision?
        switch draft.cause {
        case nil: cause = nil
        case .revision(let revision): cause = revision
        case .batch:
            commitment = nil
            return
        }
        commitment = Commitment(
            salt: random(Self.saltSize), subject: draft.subject, actor: draft.actor,
            id: draft.id, cause: cause, body: draft.body.bytes, content: draft.content)
    }

    private static let saltSize = 16

    /// From how many bytes on the halves of a batch are made ready side by side: a task costs as
    /// much as looking through some kilobytes.
    private static let divisibleSize = 128 << 10

    /// What an append writes: its drafts, checked, and masked where that is wanted.
    static func all(_ drafts: [EventDraft], _ options: SessionOptions) async throws -> [ReadyDraft]
    {
        let middle = drafts.count / 2
        guard drafts.size >= divisibleSize, middle > 0 else {
            return try part(drafts, 0..<drafts.count, options)
        }
        async let second = part(drafts, middle..<drafts.count, options)
        return try part(drafts, 0..<middle, options) + (await second)
    }

    private static func part(
        _ drafts: [EventDraft], _ part: Range<Int>, _ options: SessionOptions
    ) throws -> [ReadyDraft] {
        try part.map { index in
            let draft = drafts[index]
            try DraftCheck.check(draft, index: index)
            guard draft.origin == nil else {
                throw SessionError(.invalidEvent, "event \(index + 1): only merges set an origin")
            }
            return options.masksSecrets
                ? ReadyDraft(masking: draft, random: options.random)
                : ReadyDraft(draft, random: options.random)
        }
    }
}

extension [EventDraft] {
    /// Bytes of all bodies and contents.
    fileprivate var size: Int {
        reduce(0) { $0 + $1.body.range.count + ($1.content?.count ?? 0) }
    }
}

extension [ReadyDraft] {
    /// Bytes of all bodies and contents.
    var size: Int { map(\.draft).size }
}
