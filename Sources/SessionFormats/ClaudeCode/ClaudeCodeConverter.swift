import Foundation
internal import JSONText
import SessionStore

/// Turns events that did not come from a transcript into records that Claude Code takes.
struct ClaudeCodeConverter: RecordConverter {
    private let session: String
    private var lanes: [BranchName: Chain] = [:]
    private let forks: [BranchName: Point]
    /// Whether all records carry the id of a fork.
    private let isFork: Bool
    /// Of the last record, so that a converted one fits to it.
    private var transcript: JSON?
    var transcriptID: String? { transcript?.string }
    private var version: JSON?
    private var cwd: JSON?

    /// The records of one branch that others can hang below.
    private struct Chain {
        var records: [(revision: Revision, uuid: String)] = []
    }

    private static let keys = JSONKeys(["uuid", "sessionId", "version", "cwd"])

    /// - Parameter transcript: its id; nil: that of the records that go out as they are.
    init(session: String, transcript: String?, branches: [Branch]) {
        self.session = session
        (isFork, self.transcript) = (transcript != nil, transcript.map { .string($0) })
        forks = Dictionary(
            uniqueKeysWithValues: branches.compactMap { branch in
                branch.fork.map { (branch.name, $0) }
            })
    }

    mutating func pass(_ event: Event, isOfFork: Bool) {
        let found = event.body.pick(Self.keys)
        if !isFork, !isOfFork { transcript = found[1] ?? transcript }
        version = found[2] ?? version
        cwd = found[3] ?? cwd
        if let uuid = found[0]?.string { append(uuid, at: event) }
    }

    private mutating func append(_ uuid: String, at event: Event) {
        guard let branch = event.branch else { return }
        lanes[branch, default: Chain()].records.append((event.revision, uuid))
    }

    mutating func record(for event: Event) -> ComposedJSON? {
        guard event.dialect == nil, !event.isErased, let branch = event.branch else { return nil }
        let id = ComposedJSON(transcript ?? .string(session))
        if event.kind == .titleChanged {
            return .object([
                ("type", "custom-title"),
                ("customTitle", Self.string(event.body["title"])), ("sessionId", id),
            ])
        }
        guard let own = members(of: event) else { return nil }
        let uuid = event.digest.uuid
        let parent = self.parent(on: branch, before: event.revision)
        append(uuid, at: event)
        let common: [(String, ComposedJSON?)] = [
            ("parentUuid", ComposedJSON(parent.map { .string($0) } ?? .null)),
            ("isSidechain", false), ("userType", "external"), ("cwd", ComposedJSON(cwd ?? "")),
            ("sessionId", id), ("version", ComposedJSON(version ?? "1.0.0")),
        ]
        let end: [(String, ComposedJSON?)] = [
            ("uuid", ComposedJSON(.string(uuid))),
            ("timestamp", ComposedJSON(.string(event.occurredAt.description))),
        ]
        return .object(common + own + end)
    }

    private func parent(on branch: BranchName, before revision: Revision) -> String? {
        var branch = branch
        var last = revision - 1
        while true {
            if let record = lanes[branch]?.records.last(where: { $0.revision <= last }) {
                return record.uuid
            }
            guard let fork = forks[branch] else { return nil }
            last = min(last, fork.revision)
            branch = fork.branch
        }
    }

    static func id(of event: Event) -> RecordKey? {
        kinds.contains(event.kind) ? RecordKey(.string(event.digest.uuid)) : nil
    }

    static func looseRecord(for event: Event) -> JSON? {
        guard event.kind == .titleChanged, let title = event.body["title"] else { return nil }
        return ["type": "custom-title", "customTitle": title]
    }
}
