import SessionAnswers
import SessionStore

/// Which events the timeline shows, as a person writes it, in the words of `session log`:
/// `kind:prompt,tool.* path:src/ actor:model since:yesterday`.
///
/// Several values for one thing are alternatives; values for different things must all fit. What
/// tools only keep their books with is left out, but where its kind is asked for; so are the pieces
/// of an answer that is finished.
struct ViewFilter: Sendable, Hashable {
    let text: String
    let query: AuditQuery
    /// Whether bookkeeping is shown, too, whatever its kind.
    var showsBooks = false

    /// All that anybody did.
    static let plain = ViewFilter()

    private init() { (text, query) = ("", AuditQuery().withCopies) }

    /// Whether a person has asked for something.
    var isAsked: Bool { !text.isEmpty }
    /// Whether nothing is left out.
    var isOpen: Bool { !isAsked && showsBooks }
    var leavesOutBooks: Bool { !showsBooks && query.kinds.isEmpty }

    /// - Throws: ``SessionError/Code/invalidInput``, `momentInvalid` of a time.
    init(_ text: String) throws {
        self.text = text
        var arguments: [String] = []
        var paths: [String] = []
        for word in try Self.words(text) {
            let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { throw Self.error(word) }
            switch parts[0] {
            case "path": paths.append(parts[1])
            case "kind", "actor", "since", "until": arguments.append("--\(parts[0])=\(parts[1])")
            default: throw Self.error(word)
            }
        }
        do {
            var query = try EventFilter.parse(arguments).query().withCopies
            // A setting, too, has a name that a path could fit.
            if !paths.isEmpty, query.kinds.isEmpty {
                query.kinds = [EventKind.fileChanged.rawValue]
            }
            query.subjects = paths
            self.query = query
        } catch let error as SessionError {
            throw error
        } catch {
            throw SessionError(.invalidInput, EventFilter.message(for: error))
        }
    }

    private static func error(_ word: String) -> SessionError {
        SessionError(
            .invalidInput, "\"\(word)\" is no filter; these are: kind:prompt path:src/ actor:model")
    }

    /// What stands between spaces; in double quotes these belong to the word.
    private static func words(_ text: String) throws -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        for character in text {
            switch character {
            case "\"": isQuoted.toggle()
            case " " where !isQuoted:
                if !word.isEmpty { words.append(word) }
                word = ""
            default: word.append(character)
            }
        }
        guard !isQuoted else { throw SessionError(.invalidInput, "a quotation mark is missing") }
        return word.isEmpty ? words : words + [word]
    }
}

/// A stretch of a line in which to look for what fits a filter.
struct FilterBlock: Sendable, Hashable {
    let filter: ViewFilter
    let branch: BranchName
    let revisions: ClosedRange<Revision>
}

extension ViewLoader {
    /// The revisions of a stretch that fit. What cannot be read fits no filter.
    func fitting(_ block: FilterBlock) async throws -> [Revision] {
        let test = AuditTest(block.filter.query)
        var found: [Revision] = []
        var next = block.revisions.lowerBound
        while next <= block.revisions.upperBound {
            do {
                for try await event in session.events(
                    on: block.branch, from: next, through: block.revisions.upperBound,
                    headersOnly: true)
                {
                    next = event.revision + 1
                    if test.fits(event), try await isShown(event, by: block.filter) {
                        found.append(event.revision)
                    }
                }
                break
            } catch let error as SessionError where error.isDamage {
                let place = Unreadable(
                    session: session, branch: block.branch, step: 1,
                    limit: block.revisions.count, headersOnly: true)
                next = try await place.revision(from: next, because: error) + 1
            }
        }
        return found
    }

    /// Reads what the event says where it takes that. What cannot be read is shown as such.
    private func isShown(_ header: Event, by filter: ViewFilter) async throws -> Bool {
        guard filter.leavesOutBooks else { return true }
        guard header.saysBookkeepingInBody else { return !header.isBookkeeping }
        do {
            return try await !session.event(at: .position(header.position)).isBookkeeping
        } catch let error as SessionError where error.isDamage {
            return true
        }
    }
}
