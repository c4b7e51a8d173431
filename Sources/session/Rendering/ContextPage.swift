import SessionAnswers
import SessionStore

/// What a model saw at a step, and what was new in it.
struct ContextPage {
    let style: Style

    /// A line that says where a context is known from.
    func caption(_ context: ModelContext) -> String {
        let size = Counts.bytes(context.bytes.count)
        switch context.source {
        case .request(let revision):
            return "the request sent at \(context.point.branch)@\(revision), \(size), byte for byte"
                + relation(context)
        case .requestLog(let revision):
            let parts = context.missing.isEmpty ? "each part" : "what was found is"
            return "the request logged at \(context.point.branch)@\(revision), \(size), \(parts) "
                + "proved by its hash" + relation(context)
        case .context(let revision):
            return "the context built at \(context.point.branch)@\(revision), \(size)"
                + relation(context)
        case .reconstruction:
            return "no request was recorded for \(context.point): this is a reconstruction from "
                + "the log, and not what was sent"
        }
    }

    /// How what is shown stands to the moment that was asked for.
    private func relation(_ context: ModelContext) -> String {
        guard let revision = context.revision, revision != context.point.revision else { return "" }
        return revision > context.point.revision
            ? "; \(context.point) led to it" : "; the last one up to \(context.point)"
    }

    /// What a logged request held and nothing in the log gives, a line each.
    func missing(_ context: ModelContext) -> [String] {
        context.missing.map { part in
            let hash = part.hash.map { ", sha256 \($0.short)…" } ?? ""
            return style.yellow("missing: \(part.place)\(hash)")
        }
    }

    /// What differs between two contexts.
    func lines(_ difference: ContextDifference) -> [String] {
        var lines: [String] = []
        for message in difference.left { lines.append(style.red("- " + row(message))) }
        for change in difference.changed {
            lines.append(style.red("- " + row(change.old)))
            lines.append(style.green("+ " + row(change.new)))
        }
        for message in difference.entered { lines.append(style.green("+ " + row(message))) }
        for file in difference.files { lines.append(row(file)) }
        let kept = Counts.of(difference.kept, "message")
        lines.append(style.dim("  \(kept) in both"))
        return lines
    }

    private func row(_ message: ContextDifference.Message) -> String {
        let text = DisplayText.cut(DisplayText.oneLine(message.beginning), to: 100)
        return DisplayText.pad(DisplayText.oneLine(message.role), to: 10) + "  " + text
    }

    private func row(_ file: ContextDifference.File) -> String {
        let path = DisplayText.oneLine(file.path)
        switch (file.old, file.new) {
        case (nil, _): return style.green("+ file        \(path)")
        case (_, nil): return style.red("- file        \(path)")
        default: return style.yellow("~ file        \(path)")
        }
    }
}
