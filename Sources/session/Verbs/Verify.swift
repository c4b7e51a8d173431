import ArgumentParser
import SessionStore

/// `session verify`: whether the file holds what it says.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check events, digests, projections and database.",
        discussion: """
            Ends with 0 only where there are no findings, with 1 where there are some. Each \
            finding names its event and says what to do. Cutting off the end of a log breaks no \
            chain of digests: keep the digests that `session info` shows to notice that.

            Examples
              session verify app.session
              session verify app.session --json | jq -r .message
              session verify app.session && echo sound
            """)

    @OptionGroup var target: SessionFile
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let count = try await target.open(.verifying) { session in
            var count = 0
            for try await finding in session.verify() {
                count += 1
                try Self.write(finding, of: target.file, isJSON: common.json)
            }
            return count
        }
        let output = Output.standard
        let file = DisplayText.oneLine(target.file)
        guard count > 0 else {
            if !common.json { try output.line("\(file): " + output.style.green("no findings")) }
            return
        }
        if !common.json {
            try output.line("\(file): " + output.style.red(Counts.of(count, "finding")))
        }
        throw Ended(status: .findings)
    }

    static func write(_ finding: Finding, of file: String, isJSON: Bool) throws {
        let output = Output.standard
        if isJSON { return try output.json(Records.finding(finding, in: file)) }
        let place = [finding.moment, finding.position.map { "#\($0)" }]
            .compactMap { $0.map { DisplayText.oneLine($0) } }.joined(separator: " ")
        let style = output.style
        try output.line(
            style.red(finding.kind.rawValue) + "  " + style.yellow(place.isEmpty ? "file" : place)
                + "  " + DisplayText.oneLine(finding.message))
        try output.line("  " + DisplayText.oneLine(finding.advice))
    }
}
