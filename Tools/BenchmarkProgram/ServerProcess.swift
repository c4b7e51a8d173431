import Foundation
import Hummingbird
import NIOCore
import SessionServer
import Synchronization

/// A server in a process of its own, as users have it: this program, started once more.
final class ServerProcess: Sendable {
    /// What it serves.
    enum Kind: String {
        /// A folder of projects.
        case projects = "--serve"
        /// One SQLite file, by an endpoint that inserts the body and does nothing else.
        case bare = "--serve-bare"
    }

    let base: String
    private let process: Process

    init(_ kind: Kind, _ path: String) throws {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [kind.rawValue, path]
        process.standardOutput = output
        try process.run()
        var line: [UInt8] = []
        while let byte = try output.fileHandleForReading.read(upToCount: 1)?.first, byte != 0x0A {
            line.append(byte)
        }
        self.process = process
        base = "http://127.0.0.1:\(String(decoding: line, as: UTF8.self))"
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    deinit { if process.isRunning { process.terminate() } }

    /// What the process that was started does.
    ///
    /// - Returns: false: it is to measure, not to serve.
    static func serve(_ arguments: [String]) async throws -> Bool {
        guard arguments.count == 2, let kind = Kind(rawValue: arguments[0]) else { return false }
        switch kind {
        case .projects:
            var options = ServerOptions(data: arguments[1])
            options.port = 0
            options.limits.requestsPerMinute = .max
            // Beside the disk a folder in memory, as the floor of what keeping costs.
            options.anonymous = AnonymousOptions(folder: "/dev/shm")
            options.anonymous?.size = 1 << 30
            try await SessionServer.open(options).run { say($0) }
        case .bare:
            let database = Mutex(BareSQLite(arguments[1]))
            let router = Router()
            router.post("append") { request, _ in
                let body = try await request.body.collect(upTo: 1 << 20)
                database.withLock { $0.insert(Array(body.readableBytesView)) }
                return HTTPResponse.Status.created
            }
            let application = Application(
                router: router,
                configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: { say($0.localAddress?.port ?? 0) })
            try await application.runService()
        }
        return true
    }

    private static func say(_ port: Int) {
        try? FileHandle.standardOutput.write(contentsOf: Data("\(port)\n".utf8))
    }
}
