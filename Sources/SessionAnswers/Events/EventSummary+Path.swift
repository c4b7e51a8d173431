public import SessionStore

/// The path that a summary is about: the part of a line that says most at its end.
extension EventSummary {
    /// Of a file's change its subject; of a call what it names as a file's path.
    private static func path(in text: String, of event: Event) -> String? {
        guard !event.isErased else { return nil }
        let found = event.kind == .fileChanged ? event.subject : calledPath(event)
        guard let found, found.contains("/") else { return nil }
        let shown = DisplayText.oneLine(found)
        return shown.count > 1 && text.contains(shown) ? shown : nil
    }

    private static func calledPath(_ event: Event) -> String? {
        guard event.kind == .toolCalled, let parts = event.message?.parts else { return nil }
        for case .toolCall(_, _, let arguments) in parts {
            if let path = MessageText.path(in: arguments) { return path }
        }
        return nil
    }

    /// The text with the path as it is written below a folder.
    ///
    /// ```swift
    /// EventSummary(event).text(of: event, below: "/home/ana/app")  // src/main.swift (1.2 KB)
    /// ```
    ///
    /// - Parameters:
    ///   - event: the one that the summary is of.
    ///   - folder: the one that a person is in; nil leaves the text as it is.
    /// - Returns: also the path in it; nil where the summary has none.
    /// - Cost: of a call, another look at what it says.
    public func text(of event: Event, below folder: String?) -> (text: String, path: String?) {
        guard let path = Self.path(in: text, of: event), let place = text.firstRange(of: path)
        else { return (text, nil) }
        let short = folder.map { Self.relative(path, to: $0) } ?? path
        return (text.replacingCharacters(in: place, with: short), short)
    }

    /// A path without the folder that it lies below.
    static func relative(_ path: String, to folder: String) -> String {
        let start = folder.hasSuffix("/") ? folder : folder + "/"
        guard start.count > 1, path.hasPrefix(start), path.count > start.count else { return path }
        return String(path.dropFirst(start.count))
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<Index>, with text: String) -> String {
        self[..<range.lowerBound] + text + self[range.upperBound...]
    }
}
