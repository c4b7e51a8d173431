import Foundation
import JSONText
import Testing

@testable import SessionServer

/// What the documentation shows of the server, run as it stands there.
@Suite("What is shown of the server", .timeLimit(.minutes(3)))
struct DocumentedTests {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The blocks of shell in a page.
    static func blocks(_ path: String) throws -> [String] {
        let text = try String(contentsOf: root.appending(path: path), encoding: .utf8)
        return text.components(separatedBy: "```sh\n").dropFirst()
            .compactMap { $0.components(separatedBy: "\n```").first }
    }

    @Test(arguments: ["README.md", "Sources/SessionStore/SessionStore.docc/Serving.md"])
    func `each call of curl gets what it asks for`(page: String) async throws {
        let blocks = try Self.blocks(page)
        try #require(!blocks.isEmpty)
        try await ServerBox.run { box in
            let ana = try await box.user("ana")
            let project = try await box.project("Ours", of: ana)
            let sample = [UInt8](try Data(contentsOf: ExchangeTests.sample))
            let brought = try await box.send(
                .post, "/api/imports?project=\(project)", bytes: sample, by: ana)
            let session = try #require(brought.json["session"]?.string)
            for block in blocks {
                let lines = block.components(separatedBy: "\ncurl").count
                let output = try await Self.run(
                    block,
                    [
                        "TOKEN": ana.token, "PROJECT": project, "SESSION": session,
                        "BASE": "http://localhost:\(box.port)",
                    ], in: box.folder)
                #expect(output.status == 0, "\(block)\n\(output.text)")
                #expect(lines > 0 && !output.text.contains("problem"), "\(output.text)")
            }
            let events = try await box.send(.get, "/api/sessions/\(session)/audit", by: ana)
            #expect(events.json["events"]?.elements.isEmpty == false)
        }
    }

    @Test
    func `every reference in the description leads somewhere`() throws {
        let text = try String(
            contentsOf: Self.root.appending(path: "Schemas/openapi.yaml"), encoding: .utf8)
        let names = Set(text.matches(of: #/#\/components\/\w+\/(\w+)/#).map { String($0.1) })
        try #require(names.count > 80)
        for name in names.sorted() { #expect(text.contains("\n    \(name):"), "\(name)") }
    }

    private static func run(
        _ script: String, _ environment: [String: String], in folder: String
    ) async throws -> (status: Int32, text: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-euo", "pipefail", "-c", script]
        process.environment = environment.merging(["PATH": "/usr/bin:/bin"]) { $1 }
        process.currentDirectoryURL = URL(filePath: folder)
        let pipe = Pipe()
        (process.standardOutput, process.standardError) = (pipe, pipe)
        return try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { process in
                let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
                continuation.resume(
                    returning: (process.terminationStatus, String(decoding: bytes, as: UTF8.self)))
            }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
    }
}
