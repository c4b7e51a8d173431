import AnswerSchemas
import JSONText
import Testing

extension Sandbox {
    /// Holds every line that a verb wrote for programs against `Schemas/openapi.yaml`: whatever a
    /// test runs with `--json`, up to a quarter of a megabyte.
    func checkAnswers(_ arguments: [String], _ run: Run) {
        guard let verb = arguments.first, arguments.contains("--json"),
            run.bytes.count <= 1 << 18
        else { return }
        let notes = run.errors.split(separator: "\n").filter { $0.hasPrefix("{") }
        for line in notes { check(line, ["CommandError", "Note", "Searched"], arguments) }
        let isTranscript = verb == "export" && !arguments.contains { $0.hasPrefix("-o") }
        guard !isTranscript, run.status != 2 else { return }
        guard let names = AnswerSchemas.shared.lines(of: verb) else {
            Issue.record("x-verbs of openapi.yaml does not name \(verb)")
            return
        }
        for line in run.lines { check(line[...], names, arguments) }
    }

    private func check(_ line: Substring, _ names: [String], _ arguments: [String]) {
        do {
            let value = try JSON(validating: Array(line.utf8))
            if let violation = AnswerSchemas.shared.violation(in: value, of: names) {
                Issue.record("\(arguments.joined(separator: " ")): \(violation)")
            }
        } catch {
            Issue.record("\(arguments.joined(separator: " ")): \(error) in \(line)")
        }
    }
}
