import ArgumentParser
import Foundation
import SessionAnswers
import SessionStore

/// `session key`: a pair of keys for seals.
struct KeyVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Make a pair of keys for seals.",
        discussion: """
            Writes NAME.key, which signs and which nobody else should see, and NAME.key.pub, which \
            checks and which everyone may have.

            Examples
              session key ana
              session key ci.example.org -o /etc/session/ci.key
              session seal app.session --key ana.key
              session verify app.session --key ana.key.pub
            """)

    @Argument(help: "Who seals, without white space and +.")
    var name: String
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Where the key goes. Default: NAME.key", valueName: "file"))
    var output: String?
    @OptionGroup var common: CommonOptions

    func validate() throws {
        // Keys in a log of a terminal or of a pipeline are no secrets any more.
        guard output != "-" else {
            throw ValidationError("A key goes into a file: two are written, KEY and KEY.pub.")
        }
    }

    func run() async throws {
        let key = try SigningKey(name: name)
        let path = output ?? name + ".key"
        try Self.write(key.verifying.text, to: path + ".pub", mode: 0o644)
        do {
            try Self.write(key.text, to: path, mode: 0o600)
        } catch {
            try? FileManager.default.removeItem(atPath: path + ".pub")
            throw error
        }
        let out = Output.standard
        guard !common.json else {
            return try out.json(Records.key(key.verifying, at: path, publicAt: path + ".pub"))
        }
        try out.line("\(DisplayText.oneLine(path))      signs; keep it to yourself")
        try out.line("\(DisplayText.oneLine(path)).pub  checks: \(key.verifying.text)")
    }

    /// Writes a new file; one that is there is never replaced, for a key cannot be made again.
    private static func write(_ text: String, to path: String, mode: mode_t) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL, mode)
        guard file >= 0 else {
            let reason = String(cString: strerror(errno))
            throw SessionError(
                errno == EEXIST ? .fileExists : .noPermission, "\(path): \(reason)",
                hint: "Choose another place: session key NAME -o FILE.")
        }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        try handle.write(contentsOf: Data((text + "\n").utf8))
    }
}
