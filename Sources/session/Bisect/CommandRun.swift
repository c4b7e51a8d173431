import Foundation
import SessionStore
import Synchronization

/// A shell command that is run in a folder, and ended when its task is cancelled.
struct CommandRun: Sendable {
    let command: String
    let folder: String
    /// What is told to the command besides what this process was told.
    let environment: [String: String]
    /// Whether its output goes to standard error, or nowhere.
    let showsOutput: Bool

    /// How a command ended.
    enum End: Sendable, Equatable {
        case status(Int32)
        case signal(Int32)
    }

    /// - Throws: `CancellationError` where the task was cancelled; nothing runs any more then.
    func run() async throws -> End {
        try Task.checkCancellation()
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = URL(filePath: folder)
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput =
            showsOutput ? FileHandle.standardError : FileHandle.nullDevice
        process.standardError = showsOutput ? FileHandle.standardError : FileHandle.nullDevice
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

    /// With everything that it started, where it leads a group of its own.
    private static func end(_ leader: pid_t) {
        let isGroup = getpgid(leader) == leader
        kill(isGroup ? -leader : leader, SIGKILL)
    }
}

/// A folder of its own below the system's temporary one.
struct TemporaryPlace {
    let path: String

    init() throws {
        let parent = FileManager.default.temporaryDirectory.path
        var name = Array("\(parent)/session-bisect-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else {
            throw SessionError(
                .noPermission, "no folder can be made in \(parent)",
                hint: "Name another one: TMPDIR=/var/tmp session bisect …")
        }
        path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// With whatever the command left in it, folders that nobody may write included.
    func remove() {
        let files = FileManager.default
        if (try? files.removeItem(atPath: path)) != nil { return }
        let names = files.enumerator(atPath: path)
        while let name = names?.nextObject() as? String {
            guard names?.fileAttributes?[.type] as? FileAttributeType == .typeDirectory else {
                continue
            }
            try? files.setAttributes([.posixPermissions: 0o700], ofItemAtPath: "\(path)/\(name)")
        }
        try? files.removeItem(atPath: path)
    }
}
