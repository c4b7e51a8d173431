import ArgumentParser
import Foundation
import SessionStore

/// Appends prompts and says which of them are acknowledged, for tests that kill it meanwhile.
///
/// One line each, written at once: `REVISION ID` after an append returned, `won REVISION` and
/// `lost REVISION` with `--expect-loop`, `failed CODE` where an append threw, `closed` at the end.
@main
struct AppendWorker: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "append-worker")

    @Argument(help: "The session; it is created where there is none.")
    var path: String
    @Option(help: "How many events each task appends.")
    var count = 100
    @Option(help: "Events in one append.")
    var batch = 1
    @Option(help: "Tasks that append at the same time.")
    var tasks = 1
    @Option(help: "About how many bytes a prompt has.")
    var bytes = 100
    @Option(help: "What the ids of its events begin with.")
    var label = "w"
    @Flag(help: "Each append expects the head that the last one left. For one task.")
    var expecting = false
    @Flag(help: "Each append expects the head just read, and reads again when it has moved.")
    var expectLoop = false
    @Flag(help: "Appends that returned may be lost at a power cut.")
    var relaxed = false
    @Flag(help: "Streams one answer of many words, each a piece of its own, and never ends it.")
    var stream = false
    @Option(help: "How often an append is tried again after the disk refused it.")
    var retries = 0
    @Option(help: "First opens this session until there are no descriptors left.")
    var crowding: String?

    func run() async throws {
        do {
            let session = try await open()
            let crowd = try await crowd()
            if stream { try await streamAnswer(into: session) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<tasks {
                    group.addTask { try await append(to: session, as: "\(label)\(task)") }
                }
                try await group.waitForAll()
            }
            for other in crowd { try await other.close() }
            try await session.close()
            say("closed")
        } catch let error as SessionError {
            say("failed \(error.code)")
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode(1)
        }
    }

    private func open() async throws -> Session {
        let options = SessionOptions(masksSecrets: false, durability: relaxed ? .relaxed : .full)
        do {
            return try await Session.open(path, options: options)
        } catch let error as SessionError where error.code == .fileNotFound {
            do {
                return try await Session.create(at: path, options: options)
            } catch let error as SessionError where error.code == .fileExists {
                return try await Session.open(path, options: options)
            }
        }
    }

    /// Sessions that take all descriptors there are, and stay open.
    private func crowd() async throws -> [Session] {
        guard let crowding else { return [] }
        var crowd: [Session] = []
        while true {
            do {
                crowd.append(try await Session.open(crowding))
            } catch let error as SessionError where error.code == .tooManyFiles {
                say("failed \(error.code)")
                return crowd
            }
        }
    }

    private func streamAnswer(into session: Session) async throws {
        let stream = try await session.beginResponse(id: label, by: .model("m"))
        for number in 0..<count {
            try await stream.add("word\(number) ")
            guard let appended = try await stream.flush() else { continue }
            say("\(appended.head) \(ResponseStreamed.id(ofPiece: number + 1, of: label))")
        }
    }

    private func append(to session: Session, as label: String) async throws {
        var head = try await session.resolve(.head(of: .main)).revision
        for start in stride(from: 0, to: count, by: batch) {
            let ids = (start..<min(start + batch, count)).map { "\(label)-\($0)" }
            if expectLoop {
                try await win(session, ids)
                continue
            }
            let appended = try await retrying {
                try await session.append(
                    ids.map(draft), to: .main, expecting: expecting ? .revision(head) : .any)
            }
            head = appended.head
            say(zip(appended.revisions, ids).map { "\($0) \($1)" }.joined(separator: "\n"))
        }
    }

    /// Appends at the head just read, as often as it takes.
    private func win(_ session: Session, _ ids: [String]) async throws {
        while true {
            let head = try await session.resolve(.head(of: .main)).revision
            do {
                let appended = try await session.append(
                    ids.map(draft), to: .main, expecting: .revision(head))
                return say("won \(appended.revisions[0]) \(ids[0])")
            } catch let error as SessionError where error.code == .headMoved {
                say("lost \(head + 1)")
            }
        }
    }

    private func retrying<Result>(_ body: () async throws -> Result) async throws -> Result {
        for _ in 0..<retries {
            do {
                return try await body()
            } catch let error as SessionError where [.diskFull, .ioFailed].contains(error.code) {
                say("failed \(error.code)")
            }
        }
        return try await body()
    }

    private func draft(_ id: String) -> EventDraft {
        var draft = EventDraft.prompt(Filler.text(of: id, bytes: bytes), by: .user("ana"))
        draft.id = id
        return draft
    }

    /// Written at once, so that a line is there if and only if the append had returned.
    private func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}

/// Texts that only their ids decide and that compress badly, so that a little of it fills a disk.
enum Filler {
    static func text(of id: String, bytes: Int) -> String {
        var state = id.utf8.reduce(UInt64(14_695_981_039_346_656_037)) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        var text = "\(id) "
        while text.utf8.count < bytes {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            text += String(state, radix: 36)
        }
        return text
    }
}
