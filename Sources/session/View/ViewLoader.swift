import Foundation
import SessionStore

/// Reads what the screen lacks, each time a bounded part of the session.
struct ViewLoader {
    let session: Session
    /// The session's file, for forks: nothing else opens it for writing.
    let file: String
    let actor: Actor
    let style: Style

    func load(_ load: Load) async -> Loaded {
        do {
            return try await answer(load)
        } catch let error as SessionError {
            return .failed(error.message)
        } catch {
            return .failed("\(error)")
        }
    }

    private func answer(_ load: Load) async throws -> Loaded {
        switch load {
        case .branches:
            return .branches(try await session.branches(), tags: try await session.tags())
        case .preview(let branch):
            return .preview(try await session.preview(at: .head(of: branch)))
        case .rows(let branch, let revisions, let headersOnly):
            return .rows(try await rows(on: branch, revisions, headersOnly: headersOnly))
        case .pane(let request): return .pane(try await content(request))
        case .resolve(let text):
            let moment = try Moment(text, localOffset: LocalTime.offset(ofLocal:))
            return .resolved(try await session.resolve(moment))
        case .seek(let seek): return try await step(seek)
        case .fork(let name, let point):
            _ = try BranchName(argument: name.rawValue)
            return .forked(
                try await SessionFile.open(file, .readWrite) {
                    try await check($0, holds: point)
                    return try await $0.fork(name, from: point.moment, by: actor)
                })
        }
    }

    /// The name may stand for another session by now.
    private func check(_ other: Session, holds point: Point) async throws {
        let isSame =
            if point.revision == 0 { other.id == session.id } else {
                try await other.event(at: point.moment).digest
                    == session.event(at: point.moment).digest
            }
        guard isSame else {
            throw SessionError(.fileGone, "\(file) was replaced by another file")
        }
    }

    // MARK: Rows

    /// An event that cannot be read takes no others along, and is shown with its header.
    private func rows(
        on branch: BranchName, _ revisions: ClosedRange<Int>, headersOnly: Bool
    ) async throws -> [TimelineRow] {
        let (first, last) = (revisions.lowerBound, revisions.upperBound)
        do {
            var rows: [TimelineRow] = []
            for try await event in session.events(
                on: branch, from: first, through: last, headersOnly: headersOnly)
            {
                let names = try await session.answeredNames(in: event)
                rows.append(
                    TimelineRow(event, on: branch, headersOnly: headersOnly, answered: names))
            }
            return rows
        } catch let error as SessionError where first < last || !headersOnly {
            guard first < last else {
                var header = try await rows(on: branch, revisions, headersOnly: true)
                for index in header.indices {
                    header[index].text = DisplayText.oneLine(error.message)
                }
                return header
            }
            let middle = (first + last) / 2
            return try await rows(on: branch, first...middle, headersOnly: headersOnly)
                + rows(on: branch, (middle + 1)...last, headersOnly: headersOnly)
        }
    }

    // MARK: Searching

    private func step(_ seek: Seek) async throws -> Loaded {
        let needle: Needle? = if case .text(let text) = seek.target { Needle(text) } else { nil }
        let last = seek.isWrapped ? seek.start - 1 : nil
        let first = seek.isWrapped ? seek.start + 1 : 1
        let events = session.events(
            on: seek.branch, from: seek.isForward ? seek.next : first,
            through: seek.isForward ? last : seek.next,
            order: seek.isForward ? .ascending : .descending, headersOnly: needle == nil)
        var left = seek.step
        var bytes = 0
        for try await event in events {
            if Self.isFound(event, seek.target, needle) {
                return .sought(found: event.revision, next: nil)
            }
            left -= 1
            bytes += event.body.bytes.count
            if left <= 0 || bytes > Self.stepBytes {
                return .sought(found: nil, next: event.revision + (seek.isForward ? 1 : -1))
            }
        }
        // Past its end: as far as this direction goes.
        return .sought(found: nil, next: nil)
    }

    private static let stepBytes = 8 << 20

    private static func isFound(_ event: Event, _ target: Seek.Target, _ needle: Needle?) -> Bool {
        switch target {
        case .prompt: event.kind == .promptSubmitted
        case .fileChange: event.kind == .fileChanged
        case .text: needle?.isSaid(in: event) ?? false
        }
    }
}

/// A text that is searched for in what events say, whatever the case of its letters.
struct Needle {
    private let text: String
    /// The text's bytes where JSON writes each of them as it is: only a body that holds them needs
    /// to be looked into.
    private let plain: [UInt8]?

    init(_ text: String) {
        self.text = text
        let isPlain = text.utf8.allSatisfy { $0 == 0x20 || Self.isLetterOrDigit($0) }
        plain = isPlain ? text.lowercased().utf8.map { $0 } : nil
    }

    func isSaid(in event: Event) -> Bool {
        if let subject = event.subject, subject.localizedCaseInsensitiveContains(text) {
            return true
        }
        guard event.kind.role == .adds || event.kind == .titleChanged else { return false }
        if let plain, !Self.holds(event.body.bytes, plain) { return false }
        guard let message = event.message, !message.parts.isEmpty else {
            return EventSummary(event).text.localizedCaseInsensitiveContains(text)
        }
        return message.parts.contains { part in
            Self.text(of: part).localizedCaseInsensitiveContains(text)
        }
    }

    private static func text(of part: Message.Part) -> String {
        switch part {
        case .text(let text), .thinking(let text): MessageText.plain(text)
        case .toolCall(_, let name, let arguments):
            name + "\n" + strings(in: arguments).joined(separator: "\n")
        case .toolResult(_, let result, _): MessageText.plain(result)
        case .other(let type, _): type
        }
    }

    /// Every string of a value, as it reads and not as JSON writes it.
    private static func strings(in value: JSON) -> [String] {
        if let string = value.string { return [string] }
        let inner =
            value.members.flatMap { strings(in: $0.value) }
            + value.elements.flatMap { strings(in: $0) }
        return inner.isEmpty ? [value.description] : inner
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: false
        }
    }

    /// - Parameter lower: letters in lower case, digits and spaces.
    static func holds(_ bytes: [UInt8], _ lower: [UInt8]) -> Bool {
        guard let first = lower.first, bytes.count >= lower.count else { return lower.isEmpty }
        for start in 0...bytes.count - lower.count where fold(bytes[start]) == first {
            var index = 1
            while index < lower.count, fold(bytes[start + index]) == lower[index] { index += 1 }
            if index == lower.count { return true }
        }
        return false
    }

    private static func fold(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
