import Foundation
import SessionStore
import Testing

@testable import SessionFormats

@Suite("The tool's own log of requests")
struct RequestLogTests {
    private func imported(_ scratch: borrowing Scratch) async throws -> Session {
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(Samples.requestLog)
        return try await Session.open(report.path)
    }

    /// Where each logged request stands, by its id.
    private func requests(_ session: Session) async throws -> [String: Moment] {
        var found: [String: Moment] = [:]
        for branch in try await session.branches() {
            for try await event in session.events(on: branch.name) where event.branch == branch.name
            {
                if event.kind == .requestSent, let id = event.body["id"]?.string {
                    found[id] = .revision(event.revision, on: branch.name)
                }
            }
        }
        return found
    }

    @Test func `each request is put together as it was sent, and what is missing is named`()
        async throws
    {
        let scratch = try Scratch()
        let session = try await imported(scratch)
        let places = try await requests(session)
        let sent = try Samples.lines(of: Samples.loggedRequests).map { JSON(unchecked: $0) }
        #expect(places.count == sent.count && sent.count == 6)
        for request in sent {
            let id = try #require(request["id"]?.string)
            let context = try await session.context(at: #require(places[id]))
            guard case .requestLog = context.source else {
                Issue.record("\(id): \(context.source)")
                continue
            }
            let body = try #require(request["body"])
            #expect(JSON(unchecked: context.bytes).canonical == body.canonical, "\(id)")
            #expect(
                context.missing.map(\.place) == request["missing"]?.elements.compactMap(\.string))
        }
        try await session.close()
    }

    @Test func `a prompt gives the request that it led to, any other moment the last one`()
        async throws
    {
        let scratch = try Scratch()
        let session = try await imported(scratch)
        let places = try await requests(session)
        func revision(_ moment: Moment) async throws -> Moment? {
            let context = try await session.context(at: moment)
            return context.revision.map { .revision($0, on: context.point.branch) }
        }
        #expect(try await revision(.prompt(1, on: .main)) == places["req-A"])
        #expect(try await revision(.prompt(2, on: .main)) == places["req-C"])
        #expect(try await revision(.prompt(3, on: .main)) == places["req-E"])
        #expect(try await revision(.revision(12, on: .main)) == places["req-A"])
        #expect(try await revision(.revision(18, on: .main)) == places["req-C"])
        #expect(try await revision(.named(.main)) == places["req-F"])
        // A subagent's first prompt is the second of its line.
        let agent: BranchName = "agent-c4d2"
        #expect(try await revision(.prompt(2, on: agent)) == places["req-S"])
        #expect(try await session.context(at: .revision(3, on: .main)).source == .reconstruction)
        try await session.close()
    }

    @Test func `a request refers to the records that make its messages, and copies none`()
        async throws
    {
        let scratch = try Scratch()
        let session = try await imported(scratch)
        let place = try #require(try await requests(session)["req-B"])
        let context = try await session.context(at: place)
        #expect(context.ranges == [6...6, 9...13])
        try await session.close()
    }

    @Test func `erasing a record names the logged requests that lose it`() async throws {
        let scratch = try Scratch()
        let session = try await imported(scratch)
        let places = try await requests(session)
        // One of two results that make a message together.
        let plan = try await session.planRedaction(of: [.revision(13, on: .main)])
        let named = plan.unreadable().map(\.revision)
        let wanted = ["req-B", "req-C"].compactMap { places[$0] }
        #expect(named.map { Moment.revision($0, on: .main) } == wanted)
        try await session.close()
    }

    @Test func `a record that was altered is not taken for the one that was sent`() async throws {
        let scratch = try Scratch()
        let text = try String(contentsOfFile: Samples.requestLog, encoding: .utf8)
        let altered = text.replacing("the filter drops them", with: "the filter keeps them")
        let path = try scratch.file("altered.jsonl", Array(altered.utf8))
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(path)
        let session = try await Session.open(report.path, mode: .readOnly)
        let context = try await session.context(at: .prompt(2, on: .main))
        #expect(context.missing.map(\.place) == ["messages/3"])
        #expect(!String(decoding: context.bytes, as: UTF8.self).contains("the filter"))
        try await session.close()
    }
}
