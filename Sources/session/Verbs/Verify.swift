import ArgumentParser
import Foundation
import SessionAnswers
import SessionStore

/// `session verify`: whether the file holds what it says.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check events, digests, projections and database.",
        discussion: """
            Ends with 0 only where there are no findings, with 1 where there are some. Each \
            finding names its event and says what to do. Cutting off the end of a log breaks no \
            chain of digests: only a seal shows it, with the key of whoever sealed the session.

            Examples
              session verify app.session
              session verify app.session --json | jq -r .message
              session verify app.session && echo sound
              session verify app.session --chain
              session verify app.session --key ana.key.pub
              session verify app.session --key ana.key.pub --seal app.seal
            """)

    @OptionGroup var target: SessionFile
    @Option(
        name: .customLong("key"),
        help: ArgumentHelp(
            "Check the seals by this public key: a file or its text. Repeatable.",
            valueName: "key"))
    var keys: [String] = []
    @Option(
        name: .customLong("seal"),
        help: ArgumentHelp(
            "Check a seal that was kept outside the session. Repeatable.", valueName: "file"))
    var seals: [String] = []
    @Flag(
        help: """
            Only rows, payloads and the chain of digests: not what is computed from the log, nor \
            SQLite's own check. Two to three times as fast.
            """)
    var chain = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let keys = try keys.map { try VerifyingKey(text: KeyFile.text($0)) }
        let notes = try seals.map { try Self.note($0) }
        let (count, seals) = try await open { session in
            var count = 0
            for try await finding in session.verify(chain ? .chain : .everything) {
                count += 1
                try Self.write(finding, of: target.file, isJSON: common.json)
            }
            guard !keys.isEmpty else { return (count, SealCheck?.none) }
            let seals = try await session.checkSeals(by: keys, outside: notes)
            for finding in seals.findings {
                try Self.write(finding, of: target.file, isJSON: common.json)
            }
            return (count + seals.findings.count, seals)
        }
        let output = Output.standard
        let file = DisplayText.oneLine(target.file)
        if let seals { try report(seals) }
        guard count > 0 else {
            if !common.json { try output.line("\(file): " + output.style.green("no findings")) }
            return
        }
        if !common.json {
            try output.line("\(file): " + output.style.red(Counts.of(count, "finding")))
        }
        throw Ended(status: .findings)
    }

    /// Of a file that cannot even be opened nothing more can be listed.
    private func open<Result>(_ body: (Session) async throws -> Result) async throws -> Result {
        do {
            return try await target.open(.verifying, body)
        } catch let error as SessionError where error.code == .damaged {
            throw SessionError(
                error.code, error.message,
                hint: "Nothing can be read of it. Restore the file from a copy, or recover its "
                    + "tables with `sqlite3 FILE .recover`.", cause: error)
        }
    }

    func validate() throws {
        guard seals.isEmpty || !keys.isEmpty else {
            throw ValidationError("--seal needs the key that it was made with: --key NAME.key.pub")
        }
    }

    private static func note(_ path: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SessionError(
                .fileNotFound, "\(path) cannot be read",
                hint: "Name the file that the output of `session seal` went to.")
        }
        return String(decoding: data, as: UTF8.self)
    }

    /// What the seals that fit cover.
    private func report(_ seals: SealCheck) throws {
        let output = Output.standard
        let last = seals.seals.last { $0.fits }
        guard !common.json else {
            return try output.json(Records.seals(seals, of: target.file))
        }
        guard let last else { return }
        let time = last.sealedAt.map { " on " + LocalTime.text($0) } ?? ""
        let rest = seals.firstNotCovered.map { "; not covered from #\($0.position) on" } ?? ""
        try output.line(
            "sealed by \(DisplayText.oneLine(last.key))\(time): "
                + "\(seals.covered) of \(Counts.of(seals.events, "event"))\(rest)")
    }

    static func write(_ finding: Finding, of file: String, isJSON: Bool) throws {
        let output = Output.standard
        if isJSON {
            return try output.json(Records.finding(finding, in: file, saying: \.commandLine))
        }
        let place = [finding.moment, finding.position.map { "#\($0)" }]
            .compactMap { $0.map { DisplayText.oneLine($0) } }.joined(separator: " ")
        let style = output.style
        try output.line(
            style.red(finding.kind.rawValue) + "  " + style.yellow(place.isEmpty ? "file" : place)
                + "  " + DisplayText.oneLine(finding.message))
        try output.line("  " + DisplayText.oneLine(finding.advice.text))
    }
}
