import SessionAnswers
import SessionStore

/// What a person is told of what is kept.
struct KeepPage {
    let kept: KeptSessions
    let projects: Int
    let folder: String
    /// nil: nothing was to be brought in.
    var outcome: KeepingOutcome?
    let service: KeepingService

    func lines(_ output: Output) -> [String] {
        table(output) + [""] + [place] + (outcome.map { [Self.text($0)] } ?? [])
            + Self.lines(service)
    }

    private func table(_ output: Output) -> [String] {
        guard kept.all.sessions > 0 else { return ["nothing is kept yet"] }
        var table = Table(
            ["TOOL", "SESSIONS", "PROMPTS", "DAYS", "FROM", "TO", "SIZE"], right: [1, 2, 3, 6])
        for tally in kept.tools + (kept.tools.count > 1 ? [kept.all] : []) {
            table.add(Self.cells(tally))
        }
        return table.lines(output.style, columns: output.columns)
    }

    private static func cells(_ tally: KeptSessions.Tally) -> [String] {
        let days = tally.span.map { [day($0.lowerBound), day($0.upperBound)] }
        let span = days.map { Counts.grouped($0[1].number - $0[0].number + 1) }
        return [
            DisplayText.oneLine(tally.title), Counts.grouped(tally.sessions),
            Counts.grouped(tally.prompts), span ?? "—", days?[0].text ?? "—",
            days?[1].text ?? "—", Counts.bytes(tally.bytes),
        ]
    }

    /// The day of a time here, counted and written.
    private static func day(_ time: Timestamp) -> (number: Int, text: String) {
        let seconds = Int(time.microseconds / 1_000_000) + LocalTime.offset(at: time)
        let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        return (day, String(LocalTime.text(time).prefix(10)))
    }

    private var place: String {
        let sessions = Counts.of(kept.all.sessions, "session")
        let unreadable = kept.unreadable.count
        let rest = unreadable > 0 ? ", and \(unreadable) that cannot be read" : ""
        return "\(sessions) of \(Counts.of(projects, "project")) in "
            + DisplayText.oneLine(folder) + rest
    }

    private static func text(_ outcome: KeepingOutcome) -> String {
        let failed = outcome.failed > 0 ? ", \(Counts.grouped(outcome.failed)) failed" : ""
        return "brought in now: \(Counts.grouped(outcome.new)) new, "
            + "\(Counts.grouped(outcome.continued)) gone on with, "
            + "\(Counts.grouped(outcome.unchanged)) as they were" + failed
    }

    /// How the service is, and what is to be done.
    static func lines(_ service: KeepingService) -> [String] {
        let file = DisplayText.oneLine(service.file)
        let state =
            switch service.state {
            case .running: "what comes is kept by the service \(file)"
            case .stopped: "the service does not run: \(file)"
            case .broken: "the service cannot run: \(file)"
            case .missing: "no service keeps what comes"
            }
        return [state] + (service.advice.map { [DisplayText.oneLine($0)] } ?? [])
    }
}
