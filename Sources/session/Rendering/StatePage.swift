import JSONText
import SessionAnswers
import SessionStore

/// A state, or a preview, laid out as names and values under each other.
struct StatePage {
    let style: Style
    let columns: Int?

    func lines(_ state: SessionState, of file: String) -> [String] {
        let time = state.occurredAt.map { "  " + style.dim(LocalTime.text($0)) } ?? ""
        let title = style.yellow(DisplayText.oneLine("\(state.point)")) + time
        let known = state.files.filter { !$0.change.isRemoved }
        var rows = Self.rows(state.preview)
        rows += settings("settings", state.settings) + settings("editor", state.editor)
        rows += settings("explorer", state.explorer) + settings("terminal", state.terminal)
        rows.append(("files", known.isEmpty ? "none" : files(known)))
        if !known.isEmpty {
            rows.append(("", "see them: session files \(file) \(state.point)"))
        }
        return [title] + table(rows)
    }

    func lines(_ preview: Preview, of file: String) -> [String] {
        let title = style.yellow(DisplayText.oneLine("\(preview.branch)@\(preview.revision)"))
        return [title + "  " + style.dim(DisplayText.oneLine(file))]
            + table(Self.rows(preview) + Self.times(preview))
    }

    /// What state and preview have in common.
    private static func rows(_ preview: Preview) -> [(String, String)] {
        let tools = preview.tools.map { "\($0.name) \($0.calls)" }.joined(separator: ", ")
        return [
            ("title", preview.title.isEmpty ? "none" : preview.title),
            ("phase", phase(preview.phase)),
            (
                "conversation",
                [
                    Counts.of(preview.prompts, "prompt"), Counts.of(preview.responses, "response"),
                    Counts.of(preview.toolCalls, "tool call"),
                ].joined(separator: ", ")
            ),
            ("last message", preview.lastMessage.isEmpty ? "none" : preview.lastMessage),
            ("tools", tools.isEmpty ? "none" : tools),
            ("models", preview.models.isEmpty ? "none" : preview.models.joined(separator: ", ")),
            ("tokens", preview.tokens.total == 0 ? "none" : EventPage.tokens(preview.tokens)),
            ("file changes", Counts.grouped(preview.fileChanges)),
        ]
    }

    private static func times(_ preview: Preview) -> [(String, String)] {
        [("began", preview.startedAt), ("last event", preview.endedAt)].compactMap { name, time in
            time.map { (name, LocalTime.text($0)) }
        }
    }

    static func phase(_ phase: Phase) -> String {
        phase == .firstPrompt ? "first prompt" : phase.rawValue
    }

    private func settings(_ name: String, _ settings: [SessionState.Setting]) -> [(String, String)]
    {
        settings.enumerated().map { index, setting in
            let value = ReadableText(setting.value).beginning(limit: 1000)
            return (index == 0 ? name : "", "\(setting.subject) = \(value)")
        }
    }

    private func files(_ files: [FileState]) -> String {
        let unknown = files.filter { $0.size == nil }.count
        let bytes = files.compactMap(\.size).reduce(0, +)
        return Counts.of(files.count, "file") + ", \(Counts.bytes(bytes))"
            + (unknown == 0 ? "" : ", contents of \(unknown) unknown")
    }

    private func table(_ rows: [(String, String)]) -> [String] {
        let width = rows.map(\.0.count).max() ?? 0
        let room = max(20, (columns ?? 200) - width - 2)
        return rows.map { name, value in
            let text = DisplayText.cut(DisplayText.oneLine(value), to: room)
            return style.dim(DisplayText.pad(name, to: width)) + "  " + text
        }
    }
}
