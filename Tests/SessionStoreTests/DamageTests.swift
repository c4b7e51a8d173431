import Foundation
import SessionStore
import Testing

/// Everything that the library reads of a file, or the error that it gave instead.
func readings(_ path: String) async -> [String] {
    do {
        let session = try await Session.open(path, mode: .readOnly)
        var found: [String] = []
        func note(_ name: String, _ body: () async throws -> String) async {
            do { found.append("\(name) \(try await body())") } catch { found.append("error") }
        }
        await note("id") { session.id }
        await note("branches") { "\(try await session.branches())" }
        await note("tags") { "\(try await session.tags())" }
        await note("events") { "\(try await collect(session.allEvents()))" }
        await note("main") { "\(try await collect(session.events(on: .main)))" }
        await note("idea") { "\(try await collect(session.events(on: "idea")))" }
        for moment in ["main", "main@5", "main~1", "idea"] {
            await note("state \(moment)") { "\(try await session.state(at: Moment(moment)))" }
            await note("file \(moment)") {
                "\(try await session.content(of: "a.txt", at: Moment(moment)))"
            }
        }
        for query in [AuditQuery.kind("file.changed"), .subject("a.txt"), .text("build")] {
            await note("audit \(query)") { "\(try await collect(session.audit(query)))" }
        }
        await note("blame") {
            "\(try await session.blame("a.txt", at: .head(of: .main)))"
        }
        await note("causes") { "\(try await session.causes(of: .head(of: .main)))" }
        await note("usage") { "\(try await session.usage())" }
        await note("previews") { "\(try await session.previews())" }
        try await session.close()
        return found
    } catch {
        return ["error"]
    }
}

/// A small session with forks, files and answers.
private func smallSession(_ folder: TemporaryFolder) async throws -> [UInt8] {
    let session = try await Session.create(at: folder.file("small.session"), title: "Small")
    let content = (1...20).map { "line \($0)" }
    try await session.append(
        [
            .prompt("Why does the build fail?", by: .user("ana")),
            .response(
                "Because of line 7.", by: .model("m-1"), id: "r1", usage: TokenUsage(input: 9)),
            .file(
                "a.txt", content: Array(content.joined(separator: "\n").utf8), by: .tool("write")),
            .setting("model", "m-1", by: .user("ana")),
        ], to: .main, expecting: .any)
    try await session.fork("idea", from: .revision(6, on: .main))
    let changed = content.map { $0 == "line 7" ? "line seven" : $0 }
    try await session.append(
        [
            .file("a.txt", content: Array(changed.joined(separator: "\n").utf8), by: .tool("edit")),
            .prompt("Thanks!", by: .user("ana")),
        ], to: .main, expecting: .any)
    try await session.append([.prompt("And so?", by: .user("bo"))], to: "idea", expecting: .any)
    try await session.close()
    return try folder.bytes("small.session")
}

@Suite("Damaged files")
struct DamageTests {
    /// Where `SESSION_EVERY_BIT` is set every bit is tried, in half an hour; else one of 25.
    private static let step =
        ProcessInfo.processInfo.environment["SESSION_EVERY_BIT"] == nil ? 25 : 1

    @Test(arguments: 0..<2) func `a flipped bit gives the same readings or an error`(
        part: Int
    ) async throws {
        let folder = try TemporaryFolder()
        let bytes = try await smallSession(folder)
        let intact = await readings(folder.file("small.session"))
        try #require(!intact.contains("error"))
        var errors = 0
        for bit in stride(from: part * Self.step, to: bytes.count * 8, by: Self.step * 2) {
            var damaged = bytes
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            try folder.write(damaged, "damaged.session")
            let found = await readings(folder.file("damaged.session"))
            for (reading, expected) in zip(found, intact) where reading != "error" {
                #expect(reading == expected, "bit \(bit)")
            }
            if found.contains("error") { errors += 1 }
        }
        #expect(errors > bytes.count / 40)
    }

    @Test func `a file cut short anywhere is an error and stays as it is`() async throws {
        let folder = try TemporaryFolder()
        let bytes = try await smallSession(folder)
        for count in stride(from: 0, to: bytes.count, by: 61) {
            let cut = Array(bytes[..<count])
            try folder.write(cut, "cut.session")
            let found = await readings(folder.file("cut.session"))
            #expect(found.contains("error"), "\(count) bytes")
            #expect(try folder.bytes("cut.session") == cut)
        }
    }

    @Test func `verify names what a flipped bit damaged, where the file still opens`() async throws
    {
        let folder = try TemporaryFolder()
        let bytes = try await smallSession(folder)
        var seen: Set<FindingKind> = []
        for index in stride(from: 100, to: bytes.count, by: 37) {
            var damaged = bytes
            damaged[index] ^= 0x10
            try folder.write(damaged, "damaged.session")
            let path = folder.file("damaged.session")
            guard let session = try? await Session.open(path, mode: .verifying) else { continue }
            let findings = try await collect(session.verify())
            seen.formUnion(findings.map(\.kind))
            for finding in findings {
                #expect(!finding.message.isEmpty && !finding.advice.parts.isEmpty)
            }
            try? await session.close()
        }
        #expect(seen.isSuperset(of: [.damagedRow, .unreadablePayload, .database]))
    }
}
