import Foundation
import Generators
import JSONText
import SessionServer
import SessionStore
import Synchronization

/// A server under load, on loopback, with this process as its clients: on a machine of two cores
/// they take turns.
struct ServerRows: Sendable {
    let workplace: Workplace
    let sessions: Int

    /// Who owns the project of a fresh folder.
    static let owner = "owner"

    /// A server over a folder, with its first project.
    private struct Place {
        let data: String
        let server: ServerProcess
        let client: ServerClient
        let project: String

        init(_ data: String) async throws {
            self.data = data
            server = try ServerProcess(.projects, data)
            client = try await ServerClient(server.base, data: data)
            let list = try client.json(try await client.get("/api/projects"))
            project = list["projects"]?.elements.first?["project"]?.string ?? ""
        }

        /// One whose folder was filled before the server starts, and which knows what is in it.
        static func filled(
            _ data: String, _ fill: (_ folder: String) async throws -> Void
        ) async throws -> Place {
            let empty = try await Place(data)
            try await empty.close()
            try await fill("\(data)/projects/\(empty.project)")
            let place = try await Place(data)
            while try await place.client.status("/api/search?words=nothing") != 200 {}
            return place
        }

        var folder: String { "\(data)/projects/\(project)" }

        func session(_ title: String) async throws -> String {
            let body: JSON = ["project": .string(project), "title": .string(title)]
            let made = try await client.post("/api/sessions", body.oneLine)
            return try client.json(made)["session"]?.string ?? ""
        }

        func close() async throws {
            try await client.close()
            server.stop()
        }
    }

    private static func event(_ text: String) -> [UInt8] {
        let event: JSON = ["type": "prompt.submitted", "data": ["text": .string(text)]]
        return JSON.object([("expecting", "any"), ("events", [event])]).oneLine
    }

    private func texts(_ count: Int, bytes: Int) -> [String] {
        var workload = Workload(seed: 31)
        return (0..<count).map { _ in workload.text(bytes) }
    }

    // MARK: Many sessions

    /// A folder of sessions of 20 messages of 500 bytes, on the disk and listed.
    func list() async throws -> [Row] {
        let place = try await Place.filled(workplace.kept("served-\(sessions)")) { folder in
            try await fill(folder)
        }
        let path = "/api/sessions?project=\(place.project)&limit=50"
        var times: [Double] = []
        for _ in 0..<300 {
            times.append(try await seconds { try await place.client.get(path) })
        }
        let size = try FileManager.default.contentsOfDirectory(atPath: place.folder)
            .filter { $0.hasSuffix(".session") }
            .reduce(0) { $0 + Workplace.size("\(place.folder)/\($1)") }
        try await place.close()
        return [
            Row(
                "server: \(sessions) sessions of 20 messages of 500 bytes, on the disk",
                "without their index", Double(size) / 1e9, .atMost(0.35), "GB"),
            Row(
                "server: the first 50 of \(sessions) sessions, with previews, 99 %",
                "half: \((median(times) * 1000).short) ms", percentile(times, 0.99) * 1000,
                .atMost(20), "ms"),
        ]
    }

    private func fill(_ folder: String) async throws {
        guard try FileManager.default.contentsOfDirectory(atPath: folder).count < sessions else {
            return
        }
        let texts = texts(2000, bytes: 500)
        for number in 0..<sessions {
            let drafts = (0..<20).map { turn in
                EventDraft.prompt(texts[(number * 20 + turn * 7) % texts.count], by: .user("ana"))
            }
            let id = Self.id(number)
            let session = try await Session.create(
                at: "\(folder)/\(id).session", title: "Session \(number)", id: id,
                options: SessionOptions(durability: .relaxed))
            _ = try await session.closing {
                try await $0.append(drafts, to: .main, expecting: .any)
            }
        }
    }

    private static func id(_ number: Int) -> String {
        let digits = String(number)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count)
            + digits
    }

    // MARK: A large session

    /// Sessions of many events, each asked for its last messages for the first time.
    func open(events: Int) async throws -> Row {
        let place = try await Place.filled(workplace.kept("served-large")) { folder in
            try await fill(folder, withCopies: 20, of: events)
        }
        var times: [Double] = []
        for file in try FileManager.default.contentsOfDirectory(atPath: place.folder)
        where file.hasSuffix(".session") {
            let id = file.dropLast(".session".count)
            times.append(
                try await seconds {
                    try await place.client.get(
                        "/api/sessions/\(id)/events?order=descending&limit=50")
                })
        }
        try await place.close()
        return Row(
            "server: open a session of \(events) events, its last 50, the slowest of 20",
            "half: \((median(times) * 1000).short) ms", (times.max() ?? .nan) * 1000,
            .atMost(50), "ms")
    }

    private func fill(_ folder: String, withCopies count: Int, of events: Int) async throws {
        guard try FileManager.default.contentsOfDirectory(atPath: folder).count < count else {
            return
        }
        let made = workplace.fresh(".session")
        _ = try await LargeSession.make(made, events)
        let session = try await Session.open(made, mode: .readOnly)
        for number in 0..<count {
            let copy = workplace.fresh(".session")
            let id = try await session.duplicate(to: copy, title: "Large \(number)")
            try FileManager.default.moveItem(atPath: copy, toPath: "\(folder)/\(id).session")
        }
        try await session.close()
    }

    // MARK: Appending

    /// Appends of 1 KB against those of an endpoint that only inserts the same bytes.
    func append(clients: Int) async throws -> Row {
        let place = try await Place(workplace.fresh("-served"))
        let bare = try ServerProcess(.bare, workplace.fresh(".db"))
        let bareClient = try await ServerClient(bare.base)
        let id = try await place.session("Written")
        let bodies = texts(400, bytes: 1000).map { Self.event($0) }
        func rate(_ client: ServerClient, _ path: String) async throws -> Double {
            let time = try await seconds {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for first in 0..<clients {
                        group.addTask {
                            for number in stride(from: first, to: bodies.count, by: clients) {
                                try await client.post(path, bodies[number])
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            return Double(bodies.count) / time
        }
        let path = "/api/sessions/\(id)/events"
        _ = try await (rate(place.client, path), rate(bareClient, "/append"))
        let result = try await paired(
            rounds: 7, { try await rate(place.client, path) },
            { try await rate(bareClient, "/append") })
        try await place.close()
        try await bareClient.close()
        bare.stop()
        return Row(
            "server: appends of 1 KB by \(clients) at once, against a bare endpoint",
            "\(result.ours.short) a second, bare \(result.baseline.short)", result.ratio,
            .atLeast(0.6), "×")
    }

    /// What keeping a message costs, next to the same endpoint with a session in memory.
    func keeping() async throws -> Row {
        let place = try await Place(workplace.fresh("-served"))
        let visitor = try place.client.json(try await place.client.post("/api/anonymous", []))
        let token = visitor["token"]?.string
        let body: JSON = .object([("project", visitor["project"])])
        let memory = try place.client.json(
            try await place.client.post("/api/sessions", body.oneLine, token: token))
        let (kept, passing) = (try await place.session("Kept"), memory["session"]?.string ?? "")
        var (disk, floor): ([Double], [Double]) = ([], [])
        for text in texts(500, bytes: 500) {
            let event = Self.event(text)
            disk.append(
                try await seconds {
                    try await place.client.post("/api/sessions/\(kept)/events", event)
                })
            floor.append(
                try await seconds {
                    try await place.client.post(
                        "/api/sessions/\(passing)/events", event, token: token)
                })
        }
        try await place.close()
        let (kept99, floor99) = (percentile(disk, 0.99) * 1000, percentile(floor, 0.99) * 1000)
        return Row(
            "server: what keeping adds to a message, 99 %",
            "on the disk \(kept99.short) ms, in memory \(floor99.short) ms", kept99 - floor99,
            .atMost(5), "ms")
    }

    /// Writers that have a session each.
    func writers(_ count: Int) async throws -> Row {
        let place = try await Place(workplace.fresh("-served"))
        var ids: [String] = []
        for number in 0..<count { ids.append(try await place.session("S\(number)")) }
        let bodies = texts(20, bytes: 1000).map { Self.event($0) }
        let sessions = ids
        let time = try await seconds {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in sessions {
                    group.addTask {
                        for body in bodies {
                            try await place.client.post("/api/sessions/\(id)/events", body)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        try await place.close()
        return Row(
            "server: \(count) write to \(count) sessions at once",
            "without an error", Double(count * bodies.count) / time, .atLeast(500), "a second")
    }

    // MARK: Listening

    /// What the listeners of a session have heard.
    private final class Heard: Sendable {
        private let state = Mutex((ready: 0, word: "", count: 0))

        func take(_ piece: String) {
            state.withLock { state in
                if piece.contains(": connected") { state.ready += 1 }
                if !state.word.isEmpty, piece.contains(state.word) { state.count += 1 }
            }
        }

        func await(_ word: String) { state.withLock { ($0.word, $0.count) = (word, 0) } }

        var ready: Int { state.withLock { $0.ready } }
        var count: Int { state.withLock { $0.count } }
    }

    /// From an append's beginning until the last of many listeners has the event.
    func listeners(_ count: Int) async throws -> Row {
        let place = try await Place(workplace.fresh("-served"))
        let (id, heard) = (try await place.session("Heard"), Heard())
        let client = place.client
        let listening = Task {
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<count {
                    group.addTask { try? await client.listen(to: id) { heard.take($0) } }
                }
            }
        }
        while heard.ready < count { try await Task.sleep(for: .milliseconds(50)) }
        // Each has what came before it by now.
        try await Task.sleep(for: .seconds(2))
        var times: [Double] = []
        for round in 1...15 {
            heard.await("round \(round).")
            times.append(
                try await seconds {
                    try await client.post(
                        "/api/sessions/\(id)/events", Self.event("round \(round)."))
                    while heard.count < count { try await Task.sleep(for: .milliseconds(1)) }
                })
            try await Task.sleep(for: .milliseconds(300))
        }
        listening.cancel()
        await listening.value
        try await place.close()
        return Row(
            "server: an event at the last of \(count) listeners",
            "half of 15 events: \((median(times) * 1000).short) ms",
            (times.max() ?? .nan) * 1000, .atMost(200), "ms")
    }
}
