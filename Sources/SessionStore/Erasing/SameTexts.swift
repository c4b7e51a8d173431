internal import SessionModel
internal import Texts

/// What events that are to be erased say, to be looked for in others.
struct SameTexts {
    private var texts: [[UInt8]] = []
    private lazy var patterns = BytePatterns(texts)
    private var contents: Set<[UInt8]> = []
    private var lines: [String: Set<[UInt8]>] = [:]
    private lazy var files = lines.map { FileLines(path: $0, lines: $1) }
    private var sources: Set<Position> = []
    private var subjects: Set<Subject> = []

    private struct Subject: Hashable {
        let kind: EventKind
        let name: String?
    }

    /// The lines that erased versions of a file have. A line may stand anywhere by chance: it is
    /// looked for in events that are about the file.
    private struct FileLines {
        let path: BytePattern
        let lines: BytePatterns

        init(path: String, lines: Set<[UInt8]>) {
            self.path = BytePattern(Array(path.utf8))
            self.lines = BytePatterns(Array(lines))
        }

        func areHeld(by texts: [[UInt8]]) -> Bool {
            texts.contains { path.isFound(in: $0) } && texts.contains { lines.areFound(in: $0) }
        }
    }

    /// - Parameters:
    ///   - content: of a file, wherever it stands.
    ///   - origin: the event that the content is computed from.
    mutating func take(_ event: Event, content: [UInt8]?, origin: Position?) {
        if let origin { sources.insert(origin) }
        for text in event.longTexts + (origin == nil ? [] : [content ?? []]) {
            texts.append(text)
            let written = Array(JSON.string(utf8: text).bytes.dropFirst().dropLast())
            if written != text { texts.append(written) }
        }
        if let content, !content.isEmpty { contents.insert(content) }
        if event.kind.role != .adds {
            subjects.insert(Subject(kind: event.kind, name: event.subject))
        }
        if event.kind == .fileChanged { take(linesOf: content, path: event.subject) }
    }

    /// Takes the lines of a file, which stand somewhere in an event that is to be erased.
    mutating func take(linesOf content: [UInt8]?, path: String?) {
        guard let content, let path else { return }
        lines[path, default: []].formUnion(content.toldLines)
    }

    /// - Parameters:
    ///   - content: asked of a changed file, for its content, wherever it stands.
    ///   - isWrittenByMerge: asked of events that are about something erased.
    mutating func areHeld(
        by event: Event, content: (Event) throws -> [UInt8]?,
        isWrittenByMerge: (Event) throws -> Bool
    ) rethrows -> Bool {
        if sources.contains(event.position) { return true }
        if let content = event.content, contents.contains(content) { return true }
        if isNamed(by: event) { return true }
        if isSubject(of: event), try isWrittenByMerge(event) { return true }
        var held: [[UInt8]] = []
        event.forEachText { held.append($0) }
        if held.contains(where: { patterns.areFound(in: $0) }) { return true }
        guard !files.isEmpty else { return false }
        if event.content == nil, let content = try content(event) { held.append(content) }
        return files.contains { $0.areHeld(by: held) }
    }

    /// Whether a text holds what one of the events tells.
    mutating func areTold(in text: [UInt8]) -> Bool { patterns.areFound(in: text) }

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
