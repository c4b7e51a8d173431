import ArgumentParser
import Foundation
import SessionAnswers
import SessionStore

/// `session schema`: what the body of an event of a kind holds.
struct SchemaVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Show the schema of a kind of event, and a line to append.",
        discussion: """
            A schema is a JSON Schema (draft 2020-12) of an event's body, which is "data" in the \
            lines that session append takes. Without a kind: all of them. With --example only the \
            line, which has in it what must be.

            Examples
              session schema
              session schema prompt.submitted
              session schema tool.called --example | session append app.session
            """)

    @Argument(help: "A kind, such as prompt.submitted, or a word for one, such as prompt.")
    var kind: String?
    @Flag(help: "Only the line to append.")
    var example = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        guard let kind else { return try list() }
        let kinds = EventKind.known.filter {
            $0.rawValue == kind || EventSummary.labels[$0] == kind
        }
        guard let found = kinds.first, let document = EventSchemas.document(of: found) else {
            throw SessionError(
                .invalidInput, "there is no kind \"\(kind)\" with a schema",
                hint: "List them: session schema")
        }
        let line = EventExample(found)?.line
        if example {
            guard let line else {
                throw SessionError(
                    .invalidInput, "no program appends \(found): the store does",
                    hint: "See what it holds: session schema \(found)")
            }
            return try Output.standard.json(line)
        }
        guard !common.json else {
            return try Output.standard.json(JSON(validating: Array(document.utf8)))
        }
        try Output.standard.line(document.trimmingCharacters(in: .newlines))
        guard let line else { return }
        try Output.standard.line("\nTo append one:\n")
        try Output.standard.json(line)
    }

    private func list() throws {
        let kinds = EventKind.known.filter { EventSchemas.document(of: $0) != nil }
        guard !common.json else {
            for kind in kinds { try Output.standard.json(Records.kind(kind)) }
            return
        }
        var table = Table()
        for kind in kinds {
            table.add([kind.rawValue, EventSummary.label(of: kind), EventSchemas.title(of: kind)])
        }
        for line in table.lines(columns: Output.standard.columns) {
            try Output.standard.line(line)
        }
    }
}
