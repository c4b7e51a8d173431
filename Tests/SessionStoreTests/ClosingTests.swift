import Foundation
import SessionStore
import Testing

@Suite("Closing while others write", .timeLimit(.minutes(5)))
struct ClosingTests {
    /// Appends until it is told that the session is closed; gives how many were acknowledged.
    private static func appends(
        _ session: Session, limit: Int
    ) async -> (Int, [SessionError.Code]) {
        var count = 0
        for _ in 0..<limit {
            do {
                try await session.append(
                    [.note("n", by: .system)], to: .main, expecting: .any)
                count += 1
            } catch {
                let code = (error as? SessionError)?.code
                return (count, [code ?? SessionError.Code(rawValue: "\(error)")])
            }
        }
        return (count, [])
    }

    private func race(_ session: Session, after delay: Int) async throws -> Int {
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    let (count, errors) = await Self.appends(session, limit: 1000)
                    #expect(errors.allSatisfy { $0 == .closed }, "\(errors)")
                    return count
                }
            }
            group.addTask {
                for _ in 0..<delay { await Task.yield() }
                try await session.close()
                return 0
            }
            return try await group.reduce(0, +)
        }
    }

    @Test func `what is written while a session closes is in the file, or is refused`() async throws
    {
        let folder = try TemporaryFolder()
        for round in 0..<30 {
            let path = folder.file("\(round).session")
            try await Session.create(at: path).close()
            let session = try await Session.open(
                path, options: SessionOptions(durability: .relaxed))
            let written = try await race(session, after: round * 7 % 50)
            #expect(try folder.contents.allSatisfy { $0.hasSuffix(".session") })
            let again = try await Session.open(path, mode: .readOnly)
            #expect(try await again.resolve(.head(of: .main)).revision.number == written + 1)
            try await again.close()
        }
        for round in 0..<100 {
            _ = try await race(try await Session.inMemory(), after: round % 60)
        }
    }
}
