import Foundation
import Testing

/// The library that cuts the power, built once for all tests; see its header.
enum PowerCut {
    private static let library = Result<String, any Error> {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let output =
            NSTemporaryDirectory() + "power-cut-\(ProcessInfo.processInfo.processIdentifier).so"
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = [
            "-c", "exec $(command -v cc || command -v clang) \"$@\"", "cc", "-shared", "-fPIC",
            "-O1", "-o", output,
            root.appending(path: "Tools/PowerCut/power-cut.c").path, "-ldl", "-lpthread",
        ]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "cc cannot build Tools/PowerCut")
        return output
    }

    static func path() throws -> String { try library.get() }

    /// What survives of writes that were not synced.
    enum Keep: String {
        case some, none
        /// All of them: the process is killed, the power stays.
        case all
    }

    static func environment(at step: Int, seed: Int, keep: Keep) throws -> [String: String] {
        try preloaded([
            "POWERCUT_AT": "\(step)", "POWERCUT_SEED": "\(seed)", "POWERCUT_KEEP": keep.rawValue,
        ])
    }

    /// The power goes when the program ends: all that it promised must be on disk.
    static func environmentAtExit() throws -> [String: String] {
        try preloaded(["POWERCUT_AT": "exit", "POWERCUT_KEEP": "none"])
    }

    /// - Parameter length: how many writes are refused; 0: all from then on.
    static func environment(fullAt write: Int, for length: Int) throws -> [String: String] {
        try preloaded(["POWERCUT_FULL_AT": "\(write)", "POWERCUT_FULL_FOR": "\(length)"])
    }

    private static func preloaded(_ variables: [String: String]) throws -> [String: String] {
        try variables.merging(["LD_PRELOAD": library.get()]) { $1 }
    }

    /// What a program does to the watched files, step by step: `write /tmp/a.session-wal 1024`.
    static func trace(
        _ name: String, _ arguments: [String], in folder: Folder
    ) async throws -> [String] {
        let path = folder.file("harness-trace")
        let environment = try preloaded(["POWERCUT_TRACE": path])
        let run = try await Program.run(name, arguments, in: folder, environment: environment)
        try #require(run.status == 0, "\(run.errors)")
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            .map(String.init)
    }
}
