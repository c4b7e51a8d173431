import Foundation
import SessionStore
import Testing

@Suite("Events in batches")
struct BatchTests {
    private static let path = FileManager.default.temporaryDirectory
        .appending(path: "batches-\(UUID().uuidString).session").path

    /// A file with 3,000 notes, of which some in the middle are so large that a few fill a batch.
    private static let session = Task {
        let session = try await Session.create(at: path)
        let notes = (2...3_001).map { number -> EventDraft in
            let isLarge = (1_700..<1_730).contains(number)
            return .note(
                "\(number) " + String(repeating: "x", count: isLarge ? 400_000 : 10), by: .system)
        }
        try await session.append(notes, to: .main, expecting: .any)
        return session
    }

    @Test(arguments: [0, 1, 64, 65, 320, 321, 1_344, 1_345, 3_001, 5_000, Int?.none])
    func `as many as are asked for come, in order`(limit: Int?) async throws {
        let session = try await Self.session.value
        let all = Array(1...3_001)
        let count = min(limit ?? .max, all.count)
        for headersOnly in [true, false] {
            var (up, down, positions): ([Int], [Int], [Int]) = ([], [], [])
            for try await event in session.events(
                on: .main, limit: limit, headersOnly: headersOnly)
            {
                up.append(event.revision.number)
                guard !headersOnly, event.revision > 1 else { continue }
                #expect(event.body["text"]?.string?.hasPrefix("\(event.revision) ") == true)
            }
            for try await event in session.events(
                on: .main, order: .descending, limit: limit, headersOnly: headersOnly)
            { down.append(event.revision.number) }
            for try await event in session.allEvents(
                order: .descending, limit: limit, headersOnly: headersOnly)
            { positions.append(event.position.number) }
            #expect(up == Array(all.prefix(count)))
            #expect(down == Array(all.reversed().prefix(count)))
            #expect(positions == down)
        }
    }

    @Test func `a limit counts what is given, not what is passed over`() async throws {
        let session = try await Session.inMemory()
        let stream = try await session.beginResponse(id: "msg_01", by: .model("opus"))
        for number in 1...3 {
            _ = try await stream.add(String(repeating: "\(number)", count: 5_000))
        }
        _ = try await stream.finish()
        try await session.append([.note("last", by: .system)], to: .main, expecting: .any)
        var kinds: [EventKind] = []
        for try await event in session.events(on: .main, limit: 3) { kinds.append(event.kind) }
        #expect(kinds == [.sessionCreated, .responseReceived, .noteAdded])
    }
}
