import Foundation

/// The command, run as a process of its own.
enum CommandProcess {
    /// nil: it is not built.
    private static let executable: URL? = {
        let path = FileManager.default.currentDirectoryPath + "/.build/release/session"
        return FileManager.default.isExecutableFile(atPath: path) ? URL(filePath: path) : nil
    }()

    static var isBuilt: Bool { executable != nil }

    /// How long it takes, in seconds, the median of 15 runs; nil: it is not built.
    static func time(_ arguments: [String]) async throws -> Double? {
        guard isBuilt else { return nil }
        var times: [Double] = []
        for _ in 0..<15 { times.append(try await seconds { try run(arguments) }) }
        return median(times)
    }

    static func run(_ arguments: [String]) throws {
        guard let executable else { return }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }

    /// Kilobytes that a run needs at most, asked for while it runs: what the system tells
    /// afterwards counts the process that started it, too.
    static func peak(_ arguments: [String]) async throws -> Int {
        guard let executable else { return 0 }
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        var most = 0
        while process.isRunning {
            let path = "/proc/\(process.processIdentifier)/status"
            let status = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
            most = max(most, line.split(separator: " ").compactMap { Int($0) }.first ?? 0)
            try await Task.sleep(for: .milliseconds(5))
        }
        return most
    }
}
