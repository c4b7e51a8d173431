internal import SessionModel

/// What events that are to be erased say, to be looked for in others.
struct AlikeTexts {
    private var texts: [[UInt8]] = []
    private lazy var patterns = BytePatterns(texts)
    private var contents: Set<[UInt8]> = []
    /// By path: the lines that erased versions of the file have.
    private var lines: [String: Set<ArraySlice<UInt8>>] = [:]
    private var sources: Set<Int64> = []
    private var subjects: Set<Subject> = []

    private struct Subject: Hashable {
        let kind: EventKind
        let name: String?
    }

    /// - Parameters:
    ///   - content: of a file, wherever it stands.
    ///   - origin: the event that the content is computed from.
    mutating func take(_ event: Event, content: [UInt8]?, origin: Int64?) {
        if let origin { sources.insert(origin) }
        for text in event.toldTexts {
            texts.append(text)
            let written = Array(JSON.string(utf8: text).bytes.dropFirst().dropLast())
            if written != text { texts.append(written) }
        }
        if let content, !content.isEmpty { contents.insert(content) }
        if event.kind.role != .adds {
            subjects.insert(Subject(kind: event.kind, name: event.subject))
        }
        if event.kind == .fileChanged, let path = event.subject {
            lines[path, default: []].formUnion(event.toldLines)
        }
    }

    /// - Parameter isWrittenByMerge: asked of events that are about something erased.
    mutating func areHeld(by event: Event, isWrittenByMerge: (Event) throws -> Bool) rethrows
        -> Bool
    {
        if sources.contains(event.position) { return true }
        if let content = event.content, contents.contains(content) { return true }
        if isNamed(by: event) { return true }
        if isSubject(of: event), try isWrittenByMerge(event) { return true }
        var isHeld = false
        event.forEachText { isHeld = isHeld || patterns.areFound(in: $0) }
        guard !isHeld, event.kind == .fileChanged, let known = event.subject.flatMap({ lines[$0] })
        else { return isHeld }
        return !known.isDisjoint(with: event.toldLines)
    }

    /// Whether a file says that it had the path of an erased one before. What merges make of that
    /// one is written under the new path.
    private mutating func isNamed(by event: Event) -> Bool {
        guard event.kind == .fileChanged,
            let path = FileChanged(event.body, version: event.version).renamedFrom
        else { return false }
        guard subjects.contains(Subject(kind: .fileChanged, name: path)) else { return false }
        subjects.insert(Subject(kind: .fileChanged, name: event.subject))
        return true
    }

    /// What a merge makes of both sides' values can hold any part of them, however short.
    private func isSubject(of event: Event) -> Bool {
        subjects.contains(Subject(kind: event.kind, name: event.subject))
            && event.body["removed"]?.bool != true
    }
}
