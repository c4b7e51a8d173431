import Foundation
import Testing

/// A folder of its own for one test, in which the built command runs as a user would run it.
final class Sandbox {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "session-command-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// What a run of the command left.
    struct Run {
        let status: Int32
        let output: String
        let errors: String
        let bytes: [UInt8]

        var lines: [String] { output.split(separator: "\n").map(String.init) }
    }

    /// The repository that this file lies in.
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The built command, beside the test bundle.
    static let executable: URL? = {
        let beside = URL(filePath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
        let candidates = [beside, Bundle.main.bundleURL, root.appending(path: ".build/debug")]
        return candidates.map { $0.appending(path: "session") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()

    /// A transcript written for the tests of this repository.
    static let sample = root.appending(path: "Tests/Fixtures/claude-code/sample.jsonl").path

    /// A real transcript, which lies beside the repository or is missing.
    static func shared(_ path: String) -> String {
        root.deletingLastPathComponent().appending(path: "shared/data/\(path)").path
    }

    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// Runs `session` with these arguments in the sandbox.
    @discardableResult
    func session(
        _ arguments: String..., input: String = "", environment: [String: String] = [:]
    ) throws -> Run {
        try run(arguments, input: input, environment: environment)
    }

    func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:]
    ) throws -> Run {
        let executable = try #require(Self.executable, "swift build --product session comes first")
        let run = try run(executable, arguments, input: input, environment: environment)
        checkAnswers(arguments, run)
        return run
    }

    /// A line of shell in which `session` is the built command.
    func shell(_ script: String, environment: [String: String] = [:]) throws -> Run {
        let executable = try #require(Self.executable)
        let function = "session() { '\(executable.path)' \"$@\"; }\n"
        return try run(
            URL(filePath: "/bin/bash"), ["-c", function + script], input: "",
            environment: environment)
    }

    /// Runs `session` with these words of shell at a terminal: util-linux's `script` gives it one.
    func atTerminal(_ words: String, environment: [String: String] = [:]) throws -> Run {
        let executable = try #require(Self.executable).path
        return try shell(
            "script -qec \"'\(executable)' \(words)\" /dev/null < /dev/null",
            environment: environment)
    }

    private func run(
        _ executable: URL, _ arguments: [String], input: String, environment: [String: String]
    ) throws -> Run {
        let names = ["in", "out", "err"].map {
            folder.appending(path: ".std\($0)-\(UUID().uuidString)")
        }
        try Data(input.utf8).write(to: names[0])
        for name in names[1...] { try Data().write(to: name) }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.currentDirectoryURL = folder
        // What those who measure the tests want of each process (Tools/coverage, Tools/mutations).
        let given = ProcessInfo.processInfo.environment.filter {
            $0.key == "LLVM_PROFILE_FILE" || $0.key.hasPrefix("MUTATION")
        }
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "TZ": "UTC",
            "HOME": folder.path, "LOGNAME": "ana", "LANG": "C.UTF-8", "TERM": "xterm-256color",
            "PAGER": "cat",
        ].merging(given) { $1 }.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: names[0])
        process.standardOutput = try FileHandle(forWritingTo: names[1])
        process.standardError = try FileHandle(forWritingTo: names[2])
        // A process begins with the mask of the thread that starts it, and threads of tests block
        // most signals.
        var (none, mask) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &mask)
        defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
        try process.run()
        process.waitUntilExit()
        let bytes = [UInt8](try Data(contentsOf: names[1]))
        return Run(
            status: process.terminationStatus, output: String(decoding: bytes, as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: names[2]), as: UTF8.self), bytes: bytes)
    }
}

extension Trait where Self == ConditionTrait {
    /// Skips a test where a real transcript is missing.
    static func withTranscripts(_ paths: [String]) -> Self {
        .enabled(
            if: paths.allSatisfy { Sandbox.exists($0) },
            "transcripts are missing in ../shared/data")
    }

    /// Skips a test where nothing gives a command a terminal.
    static var withTerminal: Self {
        .enabled(if: TerminalTests.hasScript, "there is no script of util-linux here")
    }
}

extension Sandbox {
    /// A session of a few events on two branches, as most tests need it: `a.session`.
    func makeSession() throws {
        #expect(try session("new", "a.session", "--title", "Rewrite the parser").status == 0)
        let appended = try session("append", "a.session", input: Self.events)
        #expect(appended.status == 0, "\(appended.errors)")
    }

    /// A prompt, an answer, a call and its result, then a second turn: later than whenever the
    /// tests run, for a session begins when it is created.
    static let events = """
        {"type":"prompt.submitted","actor":"user:ana","time":"2100-11-20T10:00:00Z",\
        "data":{"text":"Why does the build fail?"}}
        {"type":"response.received","actor":"model:m1","time":"2100-11-20T10:00:05Z",\
        "data":{"text":"Let me look."}}
        {"type":"tool.called","actor":"model:m1","time":"2100-11-20T10:00:06Z",\
        "data":{"gen_ai.tool.name":"bash","gen_ai.tool.call.arguments":{"command":"make"}}}
        {"type":"tool.returned","actor":"tool:bash","time":"2100-11-20T10:00:09Z",\
        "data":{"gen_ai.tool.call.result":"error: x is missing"}}
        {"type":"setting.changed","subject":"model","actor":"user:ana",\
        "time":"2100-11-20T10:01:00Z","data":{"value":"m2"}}
        {"type":"prompt.submitted","actor":"user:ana","time":"2100-11-20T10:02:00Z",\
        "data":{"text":"Then add x."}}

        """

    /// The line of an event that gives a file a content.
    static func file(_ path: String, _ content: String, mode: String = "100644") -> String {
        let data = Data(content.utf8)
        let event: [String: Any] = [
            "type": "file.changed", "subject": path, "actor": "tool:edit",
            "contentbytes": data.count,
            "data": ["mode": mode, "contentBase64": data.base64EncodedString()],
        ]
        let line = try? JSONSerialization.data(withJSONObject: event)
        return String(decoding: line ?? Data(), as: UTF8.self) + "\n"
    }
}
