import Foundation
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

    /// `1–3, 57–156`
    static func ranges(_ ranges: [ClosedRange<Int>]) -> String {
        let texts = ranges.map {
            $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
        }
        let shown = texts.prefix(8).joined(separator: ", ")
        return texts.count > 8 ? shown + " and \(texts.count - 8) more ranges" : shown
    }

    static func json(_ ranges: [ClosedRange<Int>]) -> JSON {
        .array(ranges.map { [.number($0.lowerBound), .number($0.upperBound)] })
    }

    static func json(_ context: ModelContext, _ news: ContextDifference?) -> JSON {
        let source: String =
            switch context.source {
            case .request: "request"
            case .requestLog: "request-log"
            case .context: "context"
            case .reconstruction: "reconstruction"
            }
        let text = String(validating: context.bytes, as: UTF8.self)
        return .object([
            ("source", .string(source)), ("branch", .string(context.point.branch.rawValue)),
            ("revision", context.revision.map { .number($0) }),
            ("origin", context.origin.map { .string("\($0)") }), ("ranges", json(context.ranges)),
            ("text", text.map { .string($0) }),
            (
                "base64",
                text == nil ? .string(Data(context.bytes).base64EncodedString()) : nil
            ),
            (
                "missing",
                context.missing.isEmpty
                    ? nil
                    : .array(
                        context.missing.map { part in
                            .object([
                                ("place", .string(part.place)),
                                ("sha256", part.hash.map { .string("\($0)") }),
                            ])
                        })
            ),
            ("new", news.map { json($0) }),
        ])
    }

    static func json(_ difference: ContextDifference) -> JSON {
        func message(_ message: ContextDifference.Message) -> JSON {
            ["role": .string(message.role), "beginning": .string(message.beginning)]
        }
        return .object([
            ("entered", .array(difference.entered.map(message))),
            ("left", .array(difference.left.map(message))),
            (
                "changed",
                .array(difference.changed.map { ["old": message($0.old), "new": message($0.new)] })
            ),
            ("kept", .number(difference.kept)),
            (
                "files",
                .array(
                    difference.files.map { file in
                        .object([
                            ("path", .string(file.path)), ("old", file.old.map { .number($0) }),
                            ("new", file.new.map { .number($0) }),
                        ])
                    })
            ),
        ])
    }
}
