import ArgumentParser
import SessionStore

/// Which events of a timeline are shown.
struct EventFilter: ParsableArguments {
    @Option(
        name: .customLong("kind"), parsing: .singleValue,
        help: ArgumentHelp(
            "Only events of this kind: tool.called, tool.*, or a word of the list, such as prompt.",
            valueName: "kind"))
    var kinds: [String] = []

    @Option(
        name: .customLong("actor"), parsing: .singleValue,
        help: ArgumentHelp(
            "Only what this one did: user:ana, \"model:*\", tool.", valueName: "actor"))
    var actors: [String] = []

    @Option(help: ArgumentHelp("Only what happened at this time or later.", valueName: "time"))
    var since: String?

    @Option(help: ArgumentHelp("Only what happened before this time.", valueName: "time"))
    var until: String?

    var isEmpty: Bool { kinds.isEmpty && actors.isEmpty && since == nil && until == nil }

    /// Checks the options once, so that each event is asked quickly.
    func predicate() throws -> @Sendable (Event) -> Bool {
        let kinds = try Self.split(self.kinds).map { try Self.kindTest($0) }
        let actors = Self.split(self.actors).map { Self.actorTest($0) }
        let since = try self.since.map { try Self.time($0) }
        let until = try self.until.map { try Self.time($0) }
        return { event in
            (kinds.isEmpty || kinds.contains { $0(event.kind) })
                && (actors.isEmpty || actors.contains { $0(event.actor) })
                && (since.map { event.occurredAt >= $0 } ?? true)
                && (until.map { event.occurredAt < $0 } ?? true)
        }
    }

    private static func split(_ values: [String]) -> [String] {
        values.flatMap { $0.split(separator: ",").map(String.init) }
    }

    private static func kindTest(_ pattern: String) throws -> @Sendable (EventKind) -> Bool {
        let glob = Glob(pattern)
        let test: @Sendable (EventKind) -> Bool = { kind in
            glob.matches(kind.rawValue) || kind.rawValue.hasPrefix(pattern + ".")
                || EventSummary.labels[kind] == pattern
        }
        guard
            pattern.contains(".") || pattern.contains("*") || EventKind.known.contains(where: test)
        else {
            let kinds = EventKind.known.map(\.rawValue).joined(separator: ", ")
            throw SessionError(
                .invalidInput, "there is no kind \"\(pattern)\"", hint: "Kinds: \(kinds)")
        }
        return test
    }

    private static func actorTest(_ pattern: String) -> @Sendable (Actor) -> Bool {
        let glob = Glob(pattern)
        return { glob.matches($0.rawValue) || $0.role == pattern || $0.name == pattern }
    }

    private static func time(_ text: String) throws -> Timestamp {
        if let time = Timestamp(text, localOffset: LocalTime.offset(ofLocal:)) { return time }
        throw SessionError(
            .momentInvalid, "\"\(text)\" is no time",
            hint: "Write 2026-11-20, 2026-11-20T10:00 or 2026-11-20T10:00:30Z.")
    }
}

/// A pattern in which `*` stands for any text.
struct Glob: Sendable {
    private let parts: [String]

    init(_ pattern: String) {
        parts = pattern.split(separator: "*", omittingEmptySubsequences: false).map(String.init)
    }

    func matches(_ text: String) -> Bool {
        guard let first = parts.first, let last = parts.last, text.hasPrefix(first) else {
            return false
        }
        if parts.count == 1 { return text == first }
        var rest = text.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = rest.firstRange(of: part) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
