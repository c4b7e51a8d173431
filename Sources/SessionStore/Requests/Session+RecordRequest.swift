public import SessionModel
internal import Texts

/// What recording a request wrote.
public struct RecordedRequest: Sendable, Hashable {
    /// The revision of its event.
    public let revision: Revision
    /// Bytes of the request as given.
    public let size: Int
    /// The revisions that it repeats, in its order.
    public let ranges: [ClosedRange<Revision>]
    /// Bytes of the texts and settings that were in no event before, short ones left out.
    public let literalBytes: Int
    /// Names of the secrets that it seems to hold, with how often each. They are in the file now.
    public let secrets: [String: Int]
}

extension Session {
    /// The most bytes of a request; providers take 32 MB at most.
    public static let requestLimit = 64 << 20

    /// Records a request to a model from its raw bytes, and stores references to what is in the log
    /// already instead of a copy; ``request(at:)`` gives it back byte for byte.
    ///
    /// ```swift
    /// let sent = try await session.recordRequest(body, on: .main, by: .user("agent"))
    /// sent.ranges         // [1...3, 57...156]
    /// sent.literalBytes   // 0: everything was known
    /// ```
    ///
    /// - Parameters:
    ///   - bytes: a JSON text with a list of messages, in any provider's form.
    ///   - cause: the revision that led to it, such as the prompt; nil: the last prompt, if any.
    ///   - masks: whether secrets are masked first. Otherwise the bytes are kept exactly, whatever
    ///     ``SessionOptions/masksSecrets`` says.
    /// - Throws: ``SessionError/Code/invalidRequest`` where it is no JSON, has no list of messages
    ///   or is larger than ``requestLimit``; what `append` throws besides.
    /// - Cost: one pass over the bytes, and, at first, over the last 512 events of the line and
    ///   what the request before it repeats; further back where much of it is in none of these.
    @discardableResult
    public func recordRequest(
        _ bytes: [UInt8], on branch: BranchName, by actor: EventActor, cause: Revision? = nil,
        occurredAt: Timestamp? = nil, masks: Bool = false
    ) async throws -> RecordedRequest {
        let bytes = masks ? SecretScanner.shared.mask(bytes) ?? bytes : bytes
        let outline = try Self.checked(bytes)
        let (found, cause) = try await find(outline, on: branch, cause: cause)
        let body = RequestSent(
            model: outline["model"]?.string,
            context: ContextView(
                ranges: found.ranges, literals: found.literals,
                parameters: Self.parameters(of: outline)))
        let draft = EventDraft(
            kind: .requestSent, actor: options.masked(actor), occurredAt: occurredAt,
            cause: cause.map { .revision($0) }, body: body.json, content: found.recipe.bytes)
        try DraftCheck.check(draft, index: 0)
        let appended = try await write([draft], to: branch, expecting: .any)
        return RecordedRequest(
            revision: appended.revisions[0], size: bytes.count, ranges: found.ranges,
            literalBytes: found.literals.reduce(0) { $0 + $1.range.count },
            secrets: masks ? [:] : Self.secrets(in: bytes))
    }

    private static func secrets(in bytes: [UInt8]) -> [String: Int] {
        SecretScanner.shared.ranges(in: bytes).reduce(into: [:]) { $0[$1.name, default: 0] += 1 }
    }

    private static func checked(_ bytes: [UInt8]) throws -> RequestOutline {
        guard bytes.count <= requestLimit else {
            throw SessionError(
                .invalidRequest,
                "the request has more than \(requestLimit) bytes",
                hint: "No provider takes as much; give the body of one request.")
        }
        let request: JSON
        do {
            request = try JSON(validating: bytes)
        } catch {
            throw SessionError(
                .invalidRequest, "the request is no JSON: \(error)",
                hint: "Give the body of the HTTP request, and nothing around it.")
        }
        guard let outline = RequestOutline(request) else {
            throw SessionError(
                .invalidRequest, "the request holds no list of messages",
                hint: #"Give a chat request: {"model": "…", "messages": [{"role": "user", …}]}."#)
        }
        return outline
    }

    /// The settings that are short; long ones, such as the tools on offer, are in the recipe alone.
    private static func parameters(of outline: RequestOutline) -> JSON {
        let short = outline.members.filter {
            $0.key != "model" && $0.value.kind != .array && $0.value.range.count <= 100
        }
        return short.isEmpty ? .null : .object(short)
    }

    private func find(
        _ outline: RequestOutline, on branch: BranchName, cause: Revision?
    ) async throws -> (found: RequestFinder.Found, cause: Revision?) {
        let known = requestTexts
        return try await read { view in
            let row = try view.writable(branch)
            let line = try view.line(row.id)
            let head = try view.head(of: line).revision
            let prompt = try view.latest(
                kind: .promptSubmitted, subject: nil, on: line,
                headersOnly: true)
            let found = try known.find(outline, view, row.id, line, head: head)
            return (found, cause ?? prompt.map(\.revision))
        }
    }
}
