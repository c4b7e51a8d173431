import Foundation
import Synchronization

/// The built tests of a tree, run in a process of their own up to the first that fails.
struct TestBundle: Sendable {
    private let root: String
    private let executable: String
    /// In the environment of every process that a run starts, so that none outlives it.
    private static let mark = "MUTATION_RUN"

    init(in root: String) throws {
        self.root = root
        let folder = "\(root)/.build/debug"
        let name = try FileManager.default.contentsOfDirectory(atPath: folder)
            .first { $0.hasSuffix("PackageTests.xctest") }
        guard let name else { throw Failure("no tests are built in \(folder)") }
        executable = "\(folder)/\(name)"
    }

    /// Runs a target's tests.
    ///
    /// - Parameter limit: seconds, after which it has failed.
    /// - Returns: what failed first; nil: nothing.
    func run(_ target: String, _ environment: [String: String], limit: Double) throws -> String? {
        while true {
            let (failed, isDisturbed) = try once(target, environment, limit: limit)
            if !isDisturbed { return failed }
        }
    }

    /// - Returns: also whether somebody else asked the process to end, which says nothing.
    private func once(
        _ target: String, _ environment: [String: String], limit: Double
    ) throws -> (failed: String?, isDisturbed: Bool) {
        let run = "\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = [
            "--testing-library", "swift-testing", "--filter", "^\(target)\\.",
        ]
        process.currentDirectoryURL = URL(filePath: root)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            .merging([Self.mark: run, "SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH": "8"]) { $1 }
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        try process.run()
        let identifier = process.processIdentifier
        let isLate = Mutex(false)
        let timer = DispatchSource.makeTimerSource()
        timer.schedule(deadline: .now() + limit)
        timer.setEventHandler {
            isLate.withLock { $0 = true }
            Self.end(identifier, marked: run)
        }
        timer.resume()
        let failed = Self.firstFailure(in: pipe.fileHandleForReading)
        if failed != nil { Self.end(identifier, marked: run) }
        process.waitUntilExit()
        timer.cancel()
        Self.end(nil, marked: run)
        if isLate.withLock({ $0 }) { return ("no end within \(Int(limit)) s", false) }
        let isWhole = process.terminationStatus == 0
        let isAsked =
            process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGTERM
        return (failed ?? (isWhole ? nil : "the process ended"), failed == nil && isAsked)
    }

    /// Reads what a run says to its end or to the first test that fails.
    private static func firstFailure(in output: FileHandle) -> String? {
        var rest = Data()
        while true {
            let piece = output.availableData
            if piece.isEmpty { return nil }
            rest += piece
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                // At a terminal that knows colours the mark stands between two of their codes.
                let line = String(decoding: rest[..<end], as: UTF8.self)
                    .replacing(#/\u{1B}\[[0-9;]*m/#, with: "")
                rest = Data(rest[(end + 1)...])
                if line.hasPrefix("✘") { return String(line.dropFirst(2).prefix(160)) }
                if line.contains("Fatal error:") { return String(line.prefix(160)) }
            }
        }
    }

    /// Ends a run's process, and what it has started: servers of terminals, commands that wait.
    private static func end(_ identifier: Int32?, marked run: String) {
        if let identifier { kill(identifier, SIGKILL) }
        let text = Data("\(mark)=\(run)".utf8)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for process in names.compactMap({ Int32($0) }) where process != getpid() {
            let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ")
            if environment?.range(of: text) != nil { kill(process, SIGKILL) }
        }
    }
}
