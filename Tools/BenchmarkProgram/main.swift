// Prints the table of figures that README quotes. Usage: Tools/benchmark [PART OF A ROW'S NAME]
import Foundation

let wanted = CommandLine.arguments.dropFirst().first
let workplace = try Workplace()
let append = AppendRows(workplace: workplace)
let disk = DiskRows(workplace: workplace)
let requests = RequestRows(workplace: workplace)
let travel = TravelRows(workplace: workplace)
let million = Int(ProcessInfo.processInfo.environment["EVENTS"] ?? "") ?? 1_000_000

let rows: [(name: String, run: () async throws -> Row?)] = [
    ("append single", { try await append.single() }),
    ("append batches 1 KB", { try await append.batches(bytes: 1024, atLeast: 0.25) }),
    ("append batches 3 KB", { try await append.batches(bytes: 3072, atLeast: 0.5) }),
    ("append concurrent", { try await append.concurrent() }),
    ("disk transcripts", { try await disk.transcripts() }),
    ("import speed", { try await disk.importSpeed() }),
    ("disk empty", { try await disk.empty() }),
    ("disk edits", { try await disk.edits() }),
    ("disk large file", { try await disk.largeFile() }),
    ("disk requests", { try await requests.requests() }),
    ("disk everything", { try await requests.everything() }),
    ("growth 10000", { try await travel.growth(10_000, from: 1000) }),
    ("growth 100000", { try await travel.growth(100_000, from: 1000) }),
    ("growth million", { try await travel.growth(million, from: 1000) }),
    ("open", { try await travel.open(events: million) }),
    ("open command", { try await travel.command(events: million) }),
    ("travel 1000", { try await travel.travel(events: 1000) }),
    ("travel 10000", { try await travel.travel(events: 10_000) }),
    ("travel 100000", { try await travel.travel(events: 100_000) }),
    ("travel million", { try await travel.travel(events: million) }),
    ("travel ratio", { try await travel.travelRatio(million, to: 10_000) }),
    ("replay headers", { try await travel.replayHeaders(events: million) }),
    ("replay payloads", { try await travel.replayPayload(events: million) }),
    ("verify chain", { try await travel.verify(.chain, events: million, atLeast: 200) }),
    ("verify folds", { try await travel.verify(.everything, events: million, atLeast: 80) }),
    ("memory", { try await travel.memory(events: million) }),
]

print(Row.header)
for row in rows where wanted.map({ row.name.contains($0) }) ?? true {
    print(try await row.run()?.line ?? "| \(row.name): skipped, its data is not here | | | | |")
}
