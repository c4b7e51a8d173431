import Foundation
import Synchronization
import Testing

/// A program of this package that runs, or ran, in a process of its own.
final class Program: Sendable {
    /// What a run left.
    struct Ended {
        let status: Int32
        let wasKilled: Bool
        let lines: [String]
        let errors: String

        /// Codes of the errors that it met.
        var failures: [String] {
            lines.filter { $0.hasPrefix("failed ") }.map { String($0.dropFirst(7)) }
        }
    }

    private let identifier: Int32
    private let streams: (output: String, errors: String)
    private let end: AsyncStream<(Int32, Bool)>

    /// Starts `name`, which lies beside the test bundle.
    init(
        _ name: String, _ arguments: [String], in folder: Folder, as prefix: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        let stem = folder.file("harness-\(UUID().uuidString)")
        streams = (stem + ".out", stem + ".err")
        let words = try prefix + [Self.path(of: name)] + arguments
        let process = Process()
        process.executableURL = URL(filePath: prefix.isEmpty ? words[0] : "/usr/bin/env")
        process.arguments = prefix.isEmpty ? arguments : words
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path]
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        for path in [streams.output, streams.errors] { try Data().write(to: URL(filePath: path)) }
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: streams.output))
        process.standardError = try FileHandle(forWritingTo: URL(filePath: streams.errors))
        let (stream, continuation) = AsyncStream<(Int32, Bool)>.makeStream()
        end = stream
        process.terminationHandler = {
            continuation.yield(($0.terminationStatus, $0.terminationReason == .uncaughtSignal))
            continuation.finish()
        }
        try process.run()
        identifier = process.processIdentifier
    }

    /// Runs `name` to its end.
    static func run(
        _ name: String, _ arguments: [String], in folder: Folder, as prefix: [String] = [],
        environment: [String: String] = [:]
    ) async throws -> Ended {
        try await Program(name, arguments, in: folder, as: prefix, environment: environment).ended()
    }

    static func path(of name: String) throws -> String {
        let beside = URL(filePath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let places = [beside, Bundle.main.bundleURL, root.appending(path: ".build/debug")]
        let found = places.map { $0.appending(path: name).path }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        return try #require(found, "swift build comes first")
    }

    /// Kills it with SIGKILL and waits for its end.
    func killed() async -> Ended {
        kill(identifier, SIGKILL)
        return await ended()
    }

    #if os(Linux)
        /// How often it has asked the system to read something (proc(5), `io`).
        func reads() throws -> Int {
            let text = try String(contentsOfFile: "/proc/\(identifier)/io", encoding: .utf8)
            let line = text.split(separator: "\n").first { $0.hasPrefix("syscr: ") }
            return try #require(line.flatMap { Int($0.dropFirst(7)) })
        }
    #endif

    var lines: [String] { Self.lines(of: streams.output) }

    /// Waits until it has printed so many lines or has ended.
    func waitForLines(_ count: Int) async throws {
        while lines.count < count, kill(identifier, 0) == 0 {
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    func ended() async -> Ended {
        var result: (Int32, Bool) = (-1, false)
        for await end in end { result = end }
        let errors = (try? String(contentsOfFile: streams.errors, encoding: .utf8)) ?? ""
        return Ended(status: result.0, wasKilled: result.1, lines: lines, errors: errors)
    }

    /// Whole lines: one that a kill tore says nothing.
    private static func lines(of path: String) -> [String] {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map(String.init)
    }
}
