import SessionAnswers
import SessionStore

extension EventSummary {
    /// The text in at most so many columns. A path gives way before anything else is cut off, and
    /// of a path its beginning: the file's name is seen where there is room for it.
    ///
    /// - Parameters:
    ///   - event: the one that the summary is of.
    ///   - folder: paths below it are written from there.
    func fitting(_ columns: Int, of event: Event, below folder: String?) -> String {
        let (text, path) = text(of: event, below: folder)
        return DisplayText.cut(text, around: path, to: columns)
    }
}

extension DisplayText {
    /// A text in at most so many columns, in which a path gives way before anything else.
    static func cut(_ text: String, around path: String?, to columns: Int) -> String {
        let over = width(text) - columns
        guard over > 0, let path, let place = text.firstRange(of: path) else {
            return cut(text, to: columns)
        }
        let short = cutPath(path, to: width(path) - over)
        return cut(text[..<place.lowerBound] + short + text[place.upperBound...], to: columns)
    }

    /// A path in about so many columns, `…/model/Event.swift`: folders go from its beginning on,
    /// and the file's name stays whole.
    static func cutPath(_ path: String, to columns: Int) -> String {
        var rest = path[...]
        while width(String(rest)) + 2 > columns, let next = rest.dropFirst().firstIndex(of: "/"),
            rest.index(after: next) < rest.endIndex
        {
            rest = rest[next...]
        }
        return rest.count < path.count ? "…" + rest : path
    }
}
