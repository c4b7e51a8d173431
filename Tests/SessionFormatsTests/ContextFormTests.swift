import Foundation
import SessionStore
import Testing

@testable import SessionFormats

@Suite("What the model saw of an imported conversation")
struct ContextFormTests {
    private struct Turn: Equatable {
        let role: String
        var blocks: [JSON]
    }

    /// The turns that some lines of a transcript make, told from the lines alone.
    private func turns(_ lines: some Sequence<[UInt8]>) -> [Turn] {
        var turns: [Turn] = []
        for line in lines {
            let record = JSON(unchecked: line)
            guard ["user", "assistant"].contains(record["type"]?.string),
                record["isSidechain"]?.bool != true, record["isApiErrorMessage"]?.bool != true,
                let content = record["message"]?["content"],
                let role = record["message"]?["role"]?.string
            else { continue }
            let blocks =
                content.kind == .string ? [["type": "text", "text": content]] : content.elements
            if turns.last?.role == role {
                turns[turns.count - 1].blocks += blocks
            } else {
                turns.append(Turn(role: role, blocks: blocks))
            }
        }
        return turns
    }

    private func turns(_ context: ModelContext) throws -> [Turn] {
        let request = try JSON(validating: context.bytes)
        return (request["messages"]?.elements ?? []).map {
            Turn(role: $0["role"]?.string ?? "", blocks: $0["content"]?.elements ?? [])
        }
    }

    @Test func `it is the last summary and what followed, as the tool's own API has it`()
        async throws
    {
        let scratch = try Scratch()
        let report = try await TranscriptImport(to: .folder(scratch.path)).run(Samples.sample)
        let session = try await Session.open(report.path, mode: .readOnly)
        var place: (branch: BranchName, before: Int, lines: [[UInt8]])?
        // The branch that holds the summary, and what stands on its line.
        for branch in try await session.branches() where place == nil {
            var lines: [[UInt8]] = []
            var before: Int?
            for try await event in session.events(on: branch.name) {
                if event.body["isCompactSummary"]?.bool == true { before = event.revision - 1 }
                if let bytes = event.recordBytes(of: .claudeCode) { lines.append(bytes) }
            }
            if let before { place = (branch.name, before, lines) }
        }
        let (branch, before, lines) = try #require(place)
        let start = try #require(
            lines.firstIndex { JSON(unchecked: $0)["isCompactSummary"]?.bool == true })
        let after = try turns(await session.context(at: .head(of: branch)))
        #expect(after == turns(lines[start...]))
        #expect(after[0].blocks[0]["text"]?.string?.contains("continued from an earlier") == true)
        let earlier = try turns(await session.context(at: .revision(Revision(before), on: branch)))
        #expect(earlier == turns(lines[..<start]))
        #expect(earlier.contains { $0.blocks.contains { $0["type"]?.string == "tool_result" } })
        try await session.close()
    }
}
