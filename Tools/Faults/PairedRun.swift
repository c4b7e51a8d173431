import Foundation
import SessionStore

/// One operation, stopped at one moment, and one deed meanwhile.
struct PairedRun {
    let seed: UInt64
    let library: String
    let operation: PairedWork.Operation
    let deed: PairedDeed
    /// Counted from 1.
    let moment: Int

    /// - Returns: whether the operation came to that moment, and what is wrong afterwards.
    func run() async throws -> (stopped: Bool, problem: String?) {
        let place = PairedPlace(
            folder: NSTemporaryDirectory() + "session-pair-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            atPath: place.folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: place.folder) }
        try await place.fill(seed: seed)
        let stops = (place.folder + "/stopped", place.folder + "/go-on")
        for path in [stops.0, stops.1] { mkfifo(path, 0o600) }
        let output = Pipe()
        let process = try start(in: place, output, stops)
        guard try await isStopped(process, at: stops.0) else {
            process.waitUntilExit()
            return (false, process.terminationStatus == 0 ? nil : "it failed by itself")
        }
        var problem: String?
        do { try await deed.run(place) } catch { problem = "the deed failed: \(error)" }
        try Data([UInt8(ascii: ".")]).write(to: URL(filePath: stops.1))
        let said = String(
            decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        if process.terminationStatus != 0 { problem = "it ended with \(process.terminationStatus)" }
        let lines = said.split(separator: "\n").map(String.init)
        if problem == nil { problem = try await self.problem(place, lines) }
        return (true, problem)
    }

    private func start(
        in place: PairedPlace, _ output: Pipe, _ stops: (String, String)
    ) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0])
        process.arguments = ["paired-work", place.folder, operation.rawValue]
        process.environment = ProcessInfo.processInfo.environment.merging([
            "LD_PRELOAD": library, "POWERCUT_PAUSE": "\(moment)", "POWERCUT_STOPPED": stops.0,
            "POWERCUT_GO_ON": stops.1,
        ]) { $1 }
        process.standardOutput = output
        try process.run()
        return process
    }

    /// Waits until it has stopped or ended.
    private func isStopped(_ process: Process, at path: String) async throws -> Bool {
        let descriptor = open(path, O_RDONLY | O_NONBLOCK)
        defer { close(descriptor) }
        var byte: UInt8 = 0
        while true {
            if read(descriptor, &byte, 1) == 1 { return true }
            guard process.isRunning else { return false }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    private func problem(_ place: PairedPlace, _ lines: [String]) async throws -> String? {
        let isMoved = FileManager.default.fileExists(atPath: place.moved)
        let path = isMoved ? place.moved : place.path
        do {
            let session = try await Session.open(path, options: PairedPlace.options)
            if deed == .erase || operation == .redact {
                try await PairedPlace.erase(in: session)
            }
            var ids: Set<String> = []
            for try await event in session.allEvents(headersOnly: true) {
                if let id = event.id { ids.insert(id) }
            }
            for try await finding in session.verify() { return "verify: \(finding.message)" }
            try await session.close()
            var acknowledged = lines.filter { $0.hasPrefix("acknowledged ") }
                .map { String($0.dropFirst(13)) }
            if deed == .append { acknowledged.append(PairedPlace.otherID) }
            if let lost = acknowledged.first(where: { !ids.contains($0) }) {
                return "\(lost) is lost"
            }
        } catch {
            return "\(error)"
        }
        return try leftover(place, path)
    }

    private func leftover(_ place: PairedPlace, _ path: String) throws -> String? {
        guard deed == .erase || operation == .redact else { return nil }
        for name in try FileManager.default.contentsOfDirectory(atPath: place.folder)
        where name.hasPrefix(URL(filePath: path).lastPathComponent) {
            let bytes = try Data(contentsOf: URL(filePath: place.folder + "/" + name))
            if bytes.range(of: Data(PairedPlace.secret.utf8)) != nil {
                return "\(name) holds what was erased"
            }
        }
        return nil
    }
}
