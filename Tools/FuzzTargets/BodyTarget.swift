import SessionStore

/// The body of an event: as each kind sees it, as a message, and as folds take it in; also as a
/// fold's own state and as a record of another tool.
enum BodyTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        let valid = try? JSON(validating: bytes)
        for body in [valid, JSON(unchecked: bytes)].compactMap({ $0 }) {
            for type in bodies { view(body, as: type, isJSON: valid != nil) }
            for kind in EventKind.known { _ = EventSchemas.violation(in: body, of: kind) }
            let change = SubjectChanged(body).json
            law(SubjectChanged(change).json == change, "a subject's value changes")
            fold(events(body), into: PreviewFold())
            if let state = PreviewFold(state: body) { fold(events(body), into: state) }
            for dialect in Dialect.known { look(at: dialect.record(body)) }
        }
    }

    private static let bodies: [any EventBody.Type] = [
        PromptSubmitted.self, ResponseReceived.self, ResponseFailed.self, ResponseStreamed.self,
        ToolCalled.self, ToolReturned.self, NoteAdded.self, ContextBuilt.self, RequestSent.self,
        FileChanged.self, TitleChanged.self, SessionCreated.self, BranchForked.self,
        BranchRenamed.self, BranchArchived.self, BranchMerged.self, TagSet.self,
        SessionArchived.self, SessionReopened.self, SessionExported.self, ContentRedacted.self,
        HoldSet.self, SessionSealed.self, ForeignRecorded.self,
    ]

    /// What is no JSON, as a forged file may hold it, is read as something, and ends nothing.
    private static func view(_ body: JSON, as type: any EventBody.Type, isJSON: Bool) {
        let json = type.init(body, version: 1).json
        let again = type.init(json, version: type.version).json
        law(!isJSON || again == json, "\(type.kind) is not what was written of it")
    }

    private static func look(at record: (any DialectRecord)?) {
        guard let record else { return }
        _ = (record.title, record.label(limit: 100), record.isCompactSummary, record.requestMessage)
        _ = (record.fileRead, record.fileBefore)
    }

    /// One event of each kind with this body, in our form and in other tools'.
    private static func events(_ body: JSON) -> [Event] {
        ([nil] + Dialect.known as [Dialect?]).flatMap { dialect in
            EventKind.known.enumerated().map { index, kind in
                let time = Timestamp(microseconds: index)
                return Event(
                    position: Position(index + 1), branch: .main, revision: Revision(index + 1),
                    kind: kind,
                    dialect: dialect, subject: "s", actor: .system, occurredAt: time,
                    recordedAt: time, id: "a/\(index)", body: body, digest: EventDigest.zero)
            }
        }
    }

    private static func fold(_ events: [Event], into begun: PreviewFold) {
        var fold = begun
        var usage = UsageFold()
        for event in events {
            _ = (event.message?.text, event.title, event.answerID)
            fold.apply(event)
            usage.apply(event)
        }
        let state = fold.state
        law(PreviewFold(state: state)?.state == state, "a preview's state is another one")
        _ = fold.preview(of: .main)
    }
}
