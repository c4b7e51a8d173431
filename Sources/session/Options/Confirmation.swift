import ArgumentParser
import SessionAnswers
import SessionStore

/// Agreement to what cannot be undone: asked for at a terminal, given with `--yes` elsewhere.
struct Confirmation: ParsableArguments {
    @Flag(help: "Do not ask. Needed where nobody can be asked.")
    var yes = false

    /// Asks, unless it was said before.
    ///
    /// - Parameter hint: what to do where nobody can answer.
    /// - Throws: ``SessionError/Code/notConfirmed`` where the answer is no, or nobody can answer.
    func ask(
        _ question: String,
        hint: Hint = "Add --yes to do it, or --dry-run to see what it would do."
    ) throws {
        guard !yes else { return }
        try Output.standard.flush()
        guard Output.standardInputIsTerminal, Output.error.isTerminal else {
            throw SessionError(
                .notConfirmed, "\(question) Nobody can be asked here, so nothing was done",
                hint: hint)
        }
        Output.error.tryText(DisplayText.oneLine(question) + " [y/N] ")
        let answer = readLine()?.lowercased() ?? ""
        guard ["y", "yes"].contains(answer) else {
            throw SessionError(.notConfirmed, "nothing was done")
        }
    }
}
