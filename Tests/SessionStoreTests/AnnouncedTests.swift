import EventLog
import Generators
import Testing

@testable import SessionStore

@Suite("Payloads announced")
struct AnnouncedTests {
    private func entry(_ body: [UInt8]) -> NewEntry {
        NewEntry(
            kind: .noteAdded, version: 1, dialect: nil, subject: nil, actor: .system,
            occurred: Timestamp(microseconds: 1), recorded: Timestamp(microseconds: 1), cause: nil,
            origin: nil, id: nil, body: body, content: nil,
            resemblesLast: false)
    }

    /// - Parameter taken: after how many of those announced something else comes.
    @Test(arguments: [0, 1, 40, 150, 199])
    func `nothing is wrong where other events come than were announced`(taken: Int) async throws {
        var workload = Workload(seed: 8)
        let bodies = (0..<200).map { _ in
            Array(#"{"text":"\#(workload.text(900).replacing("\n", with: " "))"}"#.utf8)
        }
        let other = Array(#"{"text":"something else"}"#.utf8)
        let written = bodies.prefix(taken) + [other] + bodies.suffix(50)
        let session = try await Session.inMemory()
        try await session.log.write { [entry] writer in
            try writer.announce(bodies, to: BranchID.first)
            for body in written { _ = try writer.append(entry(body), to: BranchID.first) }
        }
        let found = try await collect(session.events(on: .main, from: 2)).map(\.body.bytes)
        #expect(found == Array(written))
        #expect(try await collect(session.verify()).isEmpty)
    }
}
