import SessionAnswers
import SessionStore

/// Which file's lines are blamed, and from which moment back.
struct BlameRequest: Sendable, Hashable {
    let path: String
    let point: Point
}

/// Where each line of a file came in, as the columns beside it and the status line show it.
struct FileBlame: Sendable, Hashable {
    /// A change that lines came in with.
    struct Source: Sendable, Hashable {
        /// The moment to go to, on the branch that the change is written on; nil: it is on none.
        let point: Point?
        /// ``Blame/Source/markedPlace``.
        let place: String
        let time: Timestamp
        let actor: String
        /// What the file was called then.
        let path: String
        /// What was asked for.
        let prompt: String
    }

    let request: BlameRequest
    var sources: [Source] = []
    /// The index of its source for each line; line 1 first.
    var lines: [Int] = []
    /// Why there are none.
    var failure: String?

    init(_ request: BlameRequest, failure: String) {
        self.request = request
        self.failure = failure
    }

    init(_ blame: Blame, for request: BlameRequest) {
        self.request = request
        sources = blame.sources.map { Source($0) }
        lines = blame.lines.map(\.source)
    }

    /// - Parameter line: counted from 1.
    func source(of line: Int) -> Source? {
        lines.indices.contains(line - 1) ? sources[lines[line - 1]] : nil
    }
}

extension FileBlame.Source {
    init(_ source: Blame.Source) {
        let event = source.event
        point = event.branch.map { Point(branch: $0, revision: event.revision) }
        place = source.markedPlace
        time = event.occurredAt
        actor = DisplayText.oneLine(source.model ?? event.actor.rawValue)
        path = source.path
        prompt = source.prompt.map { EventSummary($0).text } ?? ""
    }
}

/// The columns left of a blamed file's lines: the moment, who, when, as far as there is room.
struct BlameColumns {
    private let placeWidth: Int
    private let actorWidth: Int
    private let timeWidth: Int

    /// - Parameter width: of the pane.
    init(paneWidth width: Int) {
        placeWidth = width >= 60 ? 14 : width >= 24 ? 9 : 0
        actorWidth = width >= 60 ? 12 : width >= 40 ? 7 : 0
        timeWidth = width >= 72 ? 11 : 0
    }

    /// With the space behind each column.
    var width: Int { [placeWidth, actorWidth, timeWidth].reduce(0) { $0 + ($1 > 0 ? $1 + 1 : 0) } }

    /// - Parameter source: nil: nothing is said, as beside a line that came in with the one above.
    func line(_ source: FileBlame.Source?) -> StyledLine {
        guard let source else { return StyledLine(String(repeating: " ", count: width)) }
        var line = StyledLine()
        func add(_ text: String, _ width: Int, _ look: String) {
            if width > 0 { line.append(DisplayText.pad(text, to: width) + " ", look) }
        }
        // Of a long branch's name the end and the revision tell more than the beginning.
        let mark = source.place.prefix { $0 == "^" }
        let place = String(source.place.dropFirst(mark.count))
        add(mark + DisplayText.cutFront(place, to: placeWidth - mark.count), placeWidth, "33")
        add(DisplayText.cut(source.actor, to: actorWidth), actorWidth, "35")
        add(String(LocalTime.minute(source.time).dropFirst(5)), timeWidth, "2")
        return line
    }
}
