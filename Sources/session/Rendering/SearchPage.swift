import SessionAnswers
import SessionIndex
import SessionStore

/// What a search found: of each hit its session's title, where it is, and its piece of text.
struct SearchPage {
    private static let titleWidth = 90

    private let answer: SearchAnswer
    private let words: String

    init(_ answer: SearchAnswer, words: String) {
        self.answer = answer
        self.words = words
    }

    func lines(_ output: Output) -> [String] {
        guard !answer.hits.isEmpty else {
            return ["nothing says \(DisplayText.oneLine(words))"]
        }
        return answer.hits.enumerated().flatMap { index, hit in
            (index > 0 ? [""] : []) + lines(hit, output)
        } + ["", output.style.dim(summary)]
    }

    private func lines(_ hit: TextHit, _ output: Output) -> [String] {
        let style = output.style
        let title = DisplayText.oneLine(hit.title.isEmpty ? "(no title)" : hit.title)
        let room = output.columns ?? .max
        let place = "\(DisplayText.oneLine(hit.path)) \(DisplayText.oneLine("\(hit.moment)"))"
        let about = [
            hit.sort.name, hit.detail.map { DisplayText.oneLine($0) },
            LocalTime.minute(hit.occurredAt),
            hit.copies.isEmpty ? nil : "also in \(Counts.of(hit.copies.count, "other session"))",
        ].compactMap { $0 }.joined(separator: " · ")
        return [
            style.bold(DisplayText.cut(place, to: room)) + "  " + style.dim(about),
            "  " + style.dim(DisplayText.cut(title, to: min(room - 2, Self.titleWidth))),
            "  " + excerpt(hit.excerpt, style),
        ]
    }

    private func excerpt(_ excerpt: Excerpt, _ style: Style) -> String {
        let parts = excerpt.parts.map { part in
            let text = safe(part.text)
            return !part.isMatch ? text : style.isColoured ? style.yellow(text) : "«\(text)»"
        }
        return (excerpt.isCutBefore ? "… " : "") + parts.joined()
            + (excerpt.isCutBehind ? " …" : "")
    }

    /// Without what a terminal would obey, and with the spaces at its ends.
    private func safe(_ text: String) -> String {
        (text.first == " " ? " " : "") + DisplayText.oneLine(text)
            + (text.count > 1 && text.last == " " ? " " : "")
    }

    private var summary: String {
        let counts = TextSort.allCases.compactMap { sort in
            answer.counts[sort].map { count in
                sort == .thinking ? "\(count) of thinking" : Counts.of(count, sort.name)
            }
        }
        guard !counts.isEmpty else {
            return "parts of words in \(Counts.of(answer.hits.count, "text"))"
        }
        return "\(counts.joined(separator: ", ")) in \(Counts.of(answer.sessions, "session"))"
    }

    /// What a person has to know about the answer.
    var notes: [(NoteCode, String)] {
        answer.cuts.map { cut in
            let what = cut.isOfPrompts ? "prompts" : "what models and tools said"
            return (
                .cut, "more fits; of \(what) the newest \(Counts.grouped(cut.ranked)) were ranked"
            )
        }
            + answer.unread.compactMap { session in
                guard case .failure(let error) = session.content else { return nil }
                return (
                    .leftOut,
                    "\(DisplayText.oneLine(session.path)) was not searched: "
                        + DisplayText.oneLine(error.message)
                )
            }
    }
}
