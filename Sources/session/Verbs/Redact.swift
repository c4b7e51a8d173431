import ArgumentParser
import SessionAnswers
import SessionStore

/// `session redact`: takes what events say out of the file for good.
struct Redact: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Erase what events say, for good, and record who did and why.",
        discussion: """
            What goes is all that an event says, its subject, actor and id, out of the file and \
            everything kept beside it; copies that merges made of it go too. The event stays as \
            an erased one, so the chain still verifies. It cannot be undone, and copies and \
            backups of the file are not touched.

            A pattern is a text, or /a regular expression/; it is looked for in bodies, contents, \
            subjects, actors and ids.

            Examples
              session redact app.session main@57 --reason "a customer's address"
              session redact app.session main@57 --reason "as asked" --dry-run
              session redact app.session --match sk-live-12 --reason "a leaked key" --yes
              session redact app.session --match "/[a-z]+@example.org/" --reason GDPR
            """)

    @OptionGroup var target: SessionFile
    @Argument(help: ArgumentHelp("The events to erase: main@57, a tag …", valueName: "moment"))
    var moments: [String] = []
    @Option(help: ArgumentHelp("Erase every event that holds this.", valueName: "pattern"))
    var match: String?
    @Option(help: ArgumentHelp("Why, for whoever finds it erased.", valueName: "text"))
    var reason: String
    @Option(help: ArgumentHelp("Who asked for it, where that was not you.", valueName: "who"))
    var authority: String?
    @Flag(help: "Also erase the other events that hold the same bytes.")
    var everywhere = false
    @Flag(help: "Erase nothing, only say what would go.")
    var dryRun = false
    @OptionGroup var confirmation: Confirmation
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard moments.isEmpty != (match == nil) else {
            throw ValidationError("Name events, or give --match a pattern: one of the two.")
        }
        if let authority, authority.allSatisfy(\.isWhitespace) {
            throw ValidationError("--authority names somebody.")
        }
    }

    func run() async throws {
        let moments = try moments.map { try Moment($0, clock: LocalTime.clock) }
        let pattern = try match.map { try RedactionPattern($0) }
        try await target.open(dryRun ? .readOnly : .readWrite) { session in
            let plan =
                if let pattern {
                    try await session.planRedaction(matching: pattern)
                } else { try await session.planRedaction(of: moments) }
            let page = RedactionPage(session: session, plan: plan, everywhere: everywhere)
            if dryRun {
                try await page.write(asJSON: common.json, redaction: nil)
                try Output.standard.flush()
                return try await session.checkNotHeld()
            }
            try pattern.map { try refuseRepeating($0) }
            try await page.refuseNothing(match)
            try await session.checkNotHeld()
            if match != nil { try await confirm(page) }
            let redaction = try await session.redact(
                plan, reason: reason, authority: authority, everywhere: everywhere,
                by: acting.actor)
            try await page.write(asJSON: common.json, redaction: redaction, isDone: true)
            // What was asked for is not all done: a script has to notice.
            if !plan.damaged.isEmpty || match != nil && !plan.unread.isEmpty {
                try Output.standard.flush()
                throw Ended(status: .damaged)
            }
        }
    }

    /// What is written down about an erasure must not bring back what was erased.
    private func refuseRepeating(_ pattern: RedactionPattern) throws {
        let told =
            [("--reason", reason), ("--authority", authority ?? "")]
            + [("--actor", acting.actor.rawValue)]
        // A pattern such as /./ fits everything, and what is said about it is no secret.
        guard let (option, _) = try told.first(where: { try pattern.fits($0.1) }),
            try !pattern.fits(ContentRedacted.kind.rawValue)
        else { return }
        throw SessionError(
            .invalidInput, "\(option) holds what is to be erased, and would bring it back",
            hint: "Say it in other words.")
    }

    /// A pattern may fit more than was meant: what it fits is shown first.
    private func confirm(_ page: RedactionPage) async throws {
        let count = Counts.of(page.going.count, "event")
        if !confirmation.yes, Output.error.isTerminal {
            for line in try await page.lines() { Output.error.tryLine(line) }
        }
        try confirmation.ask(
            page.plan.isEverything
                ? "The pattern fits everything: erase all \(count) of the session for good?"
                : "Erase \(count) for good?")
    }
}
