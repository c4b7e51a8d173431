internal import Foundation
internal import SessionStore
internal import Synchronization

/// A shell command that is run in a folder, and ended when its task is cancelled.
public struct CommandRun: Sendable {
    private let command: String
    private let folder: String
    private let environment: [String: String]
    private let showsOutput: Bool

    /// How a command ended.
    public enum End: Sendable, Hashable {
        /// By itself, with this status, from 0 to 255.
        case status(Int32)
        /// By this signal.
        case signal(Int32)
    }

    /// - Parameters:
    ///   - command: as `/bin/sh` reads it.
    ///   - environment: what is told to the command besides what this process was told.
    ///   - showsOutput: whether its output goes to standard error, or nowhere.
    public init(
        command: String, folder: String, environment: [String: String] = [:], showsOutput: Bool
    ) {
        (self.command, self.folder) = (command, folder)
        (self.environment, self.showsOutput) = (environment, showsOutput)
    }

    /// Runs it to its end, without input.
    ///
    /// - Throws: `CancellationError` where the task was cancelled; nothing runs any more then.
    public func run() async throws -> End {
        try Task.checkCancellation()
        let process = process()
        let (ends, continuation) = AsyncStream<Void>.makeStream()
        let isOver = Atomic<Bool>(false)
        process.terminationHandler = { _ in
            isOver.store(true, ordering: .releasing)
            continuation.finish()
        }
        do { try process.run() } catch {
            throw SessionError(.ioFailed, "the shell cannot be started in \(folder)", cause: error)
        }
        let leader = process.processIdentifier
        await withTaskCancellationHandler {
            // The stream ends at once for a cancelled task, the process soon after.
            for await _ in ends {}
        } onCancel: {
            if !isOver.load(ordering: .acquiring) { Self.end(leader) }
        }
        process.waitUntilExit()
        try Task.checkCancellation()
        return process.terminationReason == .exit
            ? .status(process.terminationStatus) : .signal(process.terminationStatus)
    }

    private func process() -> Process {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput =
            showsOutput ? FileHandle.standardError : FileHandle.nullDevice
        process.standardError = showsOutput ? FileHandle.standardError : FileHandle.nullDevice
        return process
    }

    /// With everything that it started, where it leads a group of its own.
    private static func end(_ leader: pid_t) {
        let isGroup = getpgid(leader) == leader
        kill(isGroup ? -leader : leader, SIGKILL)
    }
}
