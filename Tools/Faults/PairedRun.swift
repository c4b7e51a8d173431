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
        try await place.fill(seed: seed, length: operation.length)
        let stops = (place.folder + "/stopped", place.folder + "/go-on")
        for path in [stops.0, stops.1] { mkfifo(path, 0o600) }
        let output = Pipe()
        let process = try start(in: place, output, stops)
        guard try await isStopped(process, at: stops.0) else {
            process.waitUntilExit()
            return (false, process.terminationStatus == 0 ? nil : "it failed by itself")
        }
        let doing = Task { try await act(place) }
        await hold(for: doing)
        try Data([UInt8(ascii: ".")]).write(to: URL(filePath: stops.1))
        let said = String(
            decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        let lines = said.split(separator: "\n").map(String.init)
        do {
            let done = try await doing.value
            guard process.terminationStatus == 0 else {
                return (true, "it ended with \(process.terminationStatus)")
            }
            return (true, try await problem(place, done, lines))
        } catch {
            return (true, "the deed failed: \(error)")
        }
    }

    /// What became of the deed.
    private enum Done {
        case done
        /// Somebody was in the way, or there was nothing to do it to.
        case hindered
        case made(Session)
    }

    private func act(_ place: PairedPlace) async throws -> Done {
        let isGone = !FileManager.default.fileExists(atPath: place.path)
        guard isGone == (deed == .make) else { return .hindered }
        if deed == .make { return .made(try await place.make()) }
        return try await deed.run(place) ? .done : .hindered
    }

    /// Waits for the deed to be over; not for long where it may wait itself for the one who was
    /// stopped: a fold holds the state of the file that it reads.
    private func hold(for doing: Task<Done, any Error>) async {
        guard operation == .fold else {
            _ = await doing.result
            return
        }
        try? await Task.sleep(for: .seconds(1))
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

    private func problem(
        _ place: PairedPlace, _ done: Done, _ lines: [String]
    ) async throws -> String? {
        if case .made(let session) = done { return try await place.problem(ofMade: session) }
        var isDone = false
        if case .done = done { isDone = true }
        let isMoved = FileManager.default.fileExists(atPath: place.moved)
        let path = isMoved ? place.moved : place.path
        if operation == .prune, !FileManager.default.fileExists(atPath: path) {
            return deed == .append && isDone ? "what was acknowledged is removed" : nil
        }
        // An erasure that was not hindered has left nothing that another one would take away.
        if deed == .erase, isDone, let problem = try leftover(place, path) { return problem }
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
            if deed == .append, isDone { acknowledged.append(PairedPlace.otherID) }
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
