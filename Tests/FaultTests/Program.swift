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
    private let output = PipedLines()
    private let errors: String
    private let end: AsyncStream<(Int32, Bool)>

    /// Starts `name`, which lies beside the test bundle.
    init(
        _ name: String, _ arguments: [String], in folder: Folder, as prefix: [String] = [],
        environment: [String: String] = [:]
    ) throws {
        errors = folder.file("harness-\(UUID().uuidString).err")
        let words = try prefix + [Self.path(of: name)] + arguments
        let process = Process()
        process.executableURL = URL(filePath: prefix.isEmpty ? words[0] : "/usr/bin/env")
        process.arguments = prefix.isEmpty ? arguments : words
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.environment = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder.path]
            .merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        try Data().write(to: URL(filePath: errors))
        process.standardOutput = output.pipe
        process.standardError = try FileHandle(forWritingTo: URL(filePath: errors))
        let (stream, continuation) = AsyncStream<(Int32, Bool)>.makeStream()
        end = stream
        process.terminationHandler = {
            continuation.yield(($0.terminationStatus, $0.terminationReason == .uncaughtSignal))
            continuation.finish()
        }
        try process.run()
        identifier = process.processIdentifier
        output.begin()
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

    /// Kills it while it works on a file: once the system has told of so many changes from now on,
    /// or at its end where there are fewer.
    func killed(
        afterChanges count: Int, of prefix: String, in folder: Folder
    ) async throws -> Ended {
        #if os(Linux)
            let changes = try folder.changes(of: prefix)
            await withTaskGroup { group in
                group.addTask { for await _ in changes.prefix(count) {} }
                group.addTask { await self.output.wait(for: .max) }
                await group.next()
                group.cancelAll()
                kill(identifier, SIGKILL)
            }
        #endif
        return await killed()
    }

    #if os(Linux)
        /// How often it has asked the system to read something (proc(5), `io`).
        func reads() throws -> Int {
            let text = try String(contentsOfFile: "/proc/\(identifier)/io", encoding: .utf8)
            let line = text.split(separator: "\n").first { $0.hasPrefix("syscr: ") }
            return try #require(line.flatMap { Int($0.dropFirst(7)) })
        }
    #endif

    /// What it has printed by now.
    var lines: [String] { output.lines }

    /// Waits until it has printed so many lines or has ended.
    func waitForLines(_ count: Int) async throws {
        await output.wait(for: count)
        try Task.checkCancellation()
    }

    func ended() async -> Ended {
        var result: (Int32, Bool) = (-1, false)
        for await end in end { result = end }
        await output.wait(for: .max)
        let text = (try? String(contentsOfFile: errors, encoding: .utf8)) ?? ""
        return Ended(status: result.0, wasKilled: result.1, lines: lines, errors: text)
    }
}
