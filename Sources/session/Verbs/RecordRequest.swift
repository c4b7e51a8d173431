import ArgumentParser
import Foundation
import SessionAnswers
import SessionStore

/// `session record-request`: what was sent to a model, byte for byte and in little room.
struct RecordRequest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record-request",
        abstract: "Record the raw bytes of requests to a model.",
        discussion: """
            A request resends the conversation. What is in the log already is stored as a \
            reference to it, so that a request takes some hundred bytes; show --context gives it \
            back byte for byte. Any JSON with a list of messages is taken, whatever provider it is \
            for. The bytes are kept exactly: what looks like a secret is reported, and masked only \
            with --mask.

            Examples
              session record-request app.session request.json
              session record-request app.session < request.json
              session record-request app.session --branch idea first.json second.json
              session record-request app.session --lines requests.jsonl
              session show app.session --context
            """)

    @OptionGroup var target: SessionFile
    @Argument(
        help: "Files that hold one request each. Default: standard input.", completion: .file())
    var requests: [String] = []
    @Option(help: ArgumentHelp("The branch to record on.", valueName: "name"))
    var branch = "main"
    @Option(
        help: ArgumentHelp(
            "The revision that led to it. Default: the last prompt.", valueName: "revision"))
    var cause: Int?
    @Flag(help: "Each line is a request.")
    var lines = false
    @Flag(help: "Mask secrets that match well-known patterns; the bytes then differ.")
    var mask = false
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let branch = try BranchName(argument: branch)
        let inputs = requests.isEmpty ? [nil] : requests.map { Optional($0) }
        try await target.open(.readWrite) { session in
            for input in inputs {
                let bytes = try read(input)
                guard lines else {
                    try await record(bytes, from: input, line: nil, on: branch, in: session)
                    continue
                }
                for (index, line) in bytes.split(
                    separator: 0x0A, omittingEmptySubsequences: false
                ).enumerated()
                where !line.allSatisfy({ $0 <= 0x20 }) {
                    try await record(
                        Array(line), from: input, line: index + 1, on: branch, in: session)
                }
            }
        }
    }

    /// A file of lines is read whole; of one request no more than shows that it is too long.
    private func read(_ path: String?) throws -> [UInt8] {
        do {
            let file = try path.map { try FileHandle(forReadingFrom: URL(filePath: $0)) }
            let input = file ?? .standardInput
            let most = lines ? Int.max : Session.requestLimit + 1
            return Array(try input.read(upToCount: most) ?? Data())
        } catch {
            throw SessionError(
                .fileNotFound, "\(path ?? "standard input") cannot be read",
                hint: "Name a file that holds the body of a request.", cause: error)
        }
    }

    private func record(
        _ bytes: [UInt8], from input: String?, line: Int?, on branch: BranchName,
        in session: Session
    ) async throws {
        let place = (input ?? "standard input") + (line.map { ":\($0)" } ?? "")
        let recorded: RecordedRequest
        do {
            recorded = try await session.recordRequest(
                bytes, on: branch, by: acting.actor, cause: cause.map { Revision($0) }, masks: mask)
        } catch let error as SessionError {
            throw error.about(place)
        }
        let output = Output.standard
        if common.json { return try output.json(Records.request(recorded, on: branch)) }
        let known =
            recorded.ranges.isEmpty
            ? "nothing of it was said before" : "saw " + Counts.ranges(recorded.ranges)
        let new =
            recorded.literalBytes == 0
            ? "" : ", \(Counts.bytes(recorded.literalBytes)) in no event before"
        try output.line(
            output.style.yellow("\(branch)@\(recorded.revision)") + "  "
                + Counts.bytes(recorded.size) + ", \(known)\(new)")
        for (name, count) in recorded.secrets.sorted(by: { $0.key < $1.key }) {
            try output.line(
                output.style.yellow(
                    "  looks like a secret, and is in the session: \(count) × \(name)"))
        }
    }
}
