import Foundation
import SessionAnswers
import SessionStore

/// The service that keeps what comes: written for the system's own manager of a user's services,
/// systemd or launchd, and handed to it where it answers.
struct UserService {
    /// The file that tells the manager of it.
    let file: String
    private let folders: UserFolders

    init(_ folders: UserFolders) {
        self.folders = folders
        #if os(macOS)
            file = "\(folders.home)/Library/LaunchAgents/\(LaunchdAgent.label).plist"
        #else
            file = "\(folders.configuration)/systemd/user/\(SystemdUnit.name)"
        #endif
    }

    /// What it runs by now; nil: there is none.
    var command: [String]? {
        guard let data = FileManager.default.contents(atPath: file) else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        #if os(macOS)
            return LaunchdAgent.command(in: text)
        #else
            return SystemdUnit.command(in: text)
        #endif
    }

    /// The folder that it keeps sessions in; nil: there is none.
    var data: String? {
        guard let command, let option = command.firstIndex(of: "--data") else { return nil }
        return command.dropFirst(option + 1).first
    }

    /// Writes it and has it run, now and whenever the person is logged in. One that is there is
    /// replaced.
    func install(_ command: [String], environment: [(name: String, value: String)]) throws {
        #if os(macOS)
            let text = LaunchdAgent(command: command, environment: environment).text
        #else
            let text = SystemdUnit(command: command, environment: environment).text
        #endif
        try write(text)
        start()
    }

    private func write(_ text: String) throws {
        let manager = FileManager.default
        do {
            try manager.createDirectory(
                at: URL(filePath: file).deletingLastPathComponent(),
                withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: file), options: .atomic)
            #if !os(macOS)
                // What `systemctl enable` does, also where there is nobody to ask.
                try manager.createDirectory(
                    at: URL(filePath: wanted).deletingLastPathComponent(),
                    withIntermediateDirectories: true)
                try? manager.removeItem(atPath: wanted)
                try manager.createSymbolicLink(
                    atPath: wanted, withDestinationPath: "../\(SystemdUnit.name)")
            #endif
        } catch {
            throw SessionError(
                .noPermission, "the service \(file) cannot be written",
                hint: "To bring in what is there and no more: --no-service.", cause: error)
        }
    }

    /// Ends it and takes it away.
    ///
    /// - Returns: whether there was one.
    func remove() throws -> Bool {
        guard FileManager.default.fileExists(atPath: file) else { return false }
        stop()
        do {
            #if !os(macOS)
                try? FileManager.default.removeItem(atPath: wanted)
            #endif
            try FileManager.default.removeItem(atPath: file)
        } catch {
            throw SessionError(
                .noPermission, "the service \(file) cannot be taken away", cause: error)
        }
        #if !os(macOS)
            _ = ServiceManager.run(["daemon-reload"])
        #endif
        return true
    }

    #if os(macOS)
        private var domain: String { "gui/\(getuid())" }

        private func start() {
            stop()
            _ = ServiceManager.run(["bootstrap", domain, file])
        }

        private func stop() {
            _ = ServiceManager.run(["bootout", "\(domain)/\(LaunchdAgent.label)"])
        }

        private var isRunning: Bool {
            ServiceManager.run(["print", "\(domain)/\(LaunchdAgent.label)"])
        }

        private static let advice = "It runs from your next login on. Until then: "
    #else
        private var wanted: String {
            "\(folders.configuration)/systemd/user/default.target.wants/\(SystemdUnit.name)"
        }

        private func start() {
            guard ServiceManager.run(["daemon-reload"]) else { return }
            _ = ServiceManager.run(["restart", SystemdUnit.name])
        }

        private func stop() { _ = ServiceManager.run(["stop", SystemdUnit.name]) }

        private var isRunning: Bool {
            ServiceManager.run(["is-active", "--quiet", SystemdUnit.name])
        }

        private static let advice =
            "No systemd of yours answers here: where there is one, it runs from your next login "
            + "on. Until then: "
    #endif

    /// How it is now.
    func status() -> KeepingService {
        guard let command, let program = command.first else {
            return KeepingService(
                state: .missing, file: file, command: [],
                advice: "To have what comes kept: session keep")
        }
        guard FileManager.default.isExecutableFile(atPath: program) else {
            return KeepingService(
                state: .broken, file: file, command: command,
                advice: "\(program) is not there any more. Say session keep again.")
        }
        guard !isRunning else {
            return KeepingService(state: .running, file: file, command: command)
        }
        return KeepingService(
            state: .stopped, file: file, command: command,
            advice: Self.advice + "session keep --run")
    }
}

/// The system's manager of a user's services.
private enum ServiceManager {
    #if os(macOS)
        static let command = ["launchctl"]
    #else
        static let command = ["systemctl", "--user"]
    #endif

    /// Asks it for something.
    ///
    /// - Returns: whether it did that; false also where it does not answer or is not there.
    static func run(_ words: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command + words
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        do { try process.run() } catch { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
