// Prints the table of figures that README quotes. Usage: Tools/benchmark [PART OF A ROW'S NAME]
import Foundation

if try await ServerProcess.serve(Array(CommandLine.arguments.dropFirst())) { exit(0) }
let wanted = CommandLine.arguments.dropFirst().first
let workplace = try Workplace()
let append = AppendRows(workplace: workplace)
let disk = DiskRows(workplace: workplace)
let requests = RequestRows(workplace: workplace)
let travel = TravelRows(workplace: workplace)
let peers = PeerRows(workplace: workplace)
let thousand = FolderRows(workplace: workplace, sessions: 1000)
let folder = FolderRows(
    workplace: workplace,
    sessions: Int(ProcessInfo.processInfo.environment["SESSIONS"] ?? "") ?? 10_000)
let server = ServerRows(workplace: workplace, sessions: folder.sessions)
let million = Int(ProcessInfo.processInfo.environment["EVENTS"] ?? "") ?? 1_000_000

/// A row that may be skipped, as a list of rows.
func one(_ row: Row?) -> [Row] { row.map { [$0] } ?? [] }

let rows: [(name: String, run: () async throws -> [Row])] = [
    ("append single", { one(try await append.single()) }),
    ("append batches 1 KB", { one(try await append.batches(bytes: 1024, atLeast: 0.25)) }),
    ("append batches 3 KB", { one(try await append.batches(bytes: 3072, atLeast: 0.5)) }),
    ("append concurrent", { one(try await append.concurrent()) }),
    ("disk transcripts", { one(try await disk.transcripts()) }),
    ("import speed", { one(try await disk.importSpeed()) }),
    ("disk empty", { one(try await disk.empty()) }),
    ("disk edits", { one(try await disk.edits()) }),
    ("disk large file", { one(try await disk.largeFile()) }),
    ("disk requests", { one(try await requests.requests()) }),
    ("disk everything", { one(try await requests.everything()) }),
    ("requests speed", { one(try await requests.speed()) }),
    ("requests processes", { one(try await requests.processes()) }),
    ("peers disk", { one(try await peers.disk()) }),
    ("peers all", { one(try await peers.loadAll()) }),
    ("peers last", { one(try await peers.lastMessages()) }),
    ("growth 10000", { one(try await travel.growth(10_000, from: 1000)) }),
    ("growth 100000", { one(try await travel.growth(100_000, from: 1000)) }),
    ("growth million", { one(try await travel.growth(million, from: 1000)) }),
    ("open", { one(try await travel.open(events: million)) }),
    ("open command", { one(try await travel.command(events: million)) }),
    ("travel 1000", { one(try await travel.travel(events: 1000)) }),
    ("travel 10000", { one(try await travel.travel(events: 10_000)) }),
    ("travel 100000", { one(try await travel.travel(events: 100_000)) }),
    ("travel million", { one(try await travel.travel(events: million)) }),
    ("travel ratio", { one(try await travel.travelRatio(million, to: 10_000)) }),
    ("replay headers", { one(try await travel.replayHeaders(events: million)) }),
    ("replay payloads", { one(try await travel.replayPayload(events: million)) }),
    ("verify chain", { one(try await travel.verify(.chain, events: million, atLeast: 200)) }),
    ("verify folds", { one(try await travel.verify(.everything, events: million, atLeast: 80)) }),
    ("folder open", { one(try await thousand.open()) }),
    ("folder list thousand", { one(try await thousand.list(atMost: 5)) }),
    ("folder build", { try await folder.build() }),
    ("folder list", { one(try await folder.list(atMost: 50)) }),
    ("folder list command", { one(try await folder.listCommand()) }),
    ("folder search", { try await folder.search() }),
    ("folder grown", { one(try await folder.grown()) }),
    ("server list", { try await server.list() }),
    ("server open", { one(try await server.open(events: 100_000)) }),
    ("server append alone", { one(try await server.append(clients: 1)) }),
    ("server append many", { one(try await server.append(clients: 16)) }),
    ("server keeping", { one(try await server.keeping()) }),
    ("server writers", { one(try await server.writers(200)) }),
    ("server listeners", { one(try await server.listeners(1000)) }),
    ("memory", { one(try await travel.memory(events: million)) }),
]

print(Row.header)
for row in rows where wanted.map({ row.name.contains($0) }) ?? true {
    let measured = try await row.run()
    if measured.isEmpty { print("| \(row.name): skipped, its data is not here | | | | |") }
    for row in measured { print(row.line) }
    fflush(nil)
}
