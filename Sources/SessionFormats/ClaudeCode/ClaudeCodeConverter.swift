import Foundation
internal import JSONText
import SessionStore

/// Turns events that did not come from a transcript of it into records that Claude Code takes.
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
    private(set) var lost: [String] = []

    /// The records of one branch that others can hang below.
    private struct Chain {
        var records: [(revision: Revision, uuid: String)] = []
        /// The id of the answer that the records of a model since the last other one make.
        var answer: String?
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
        if let branch = event.branch { lanes[branch, default: Chain()].answer = nil }
        if let uuid = found[0]?.string { append(uuid, at: event) }
    }

    mutating func begin(in folder: String) { cwd = cwd ?? .string(folder) }

    /// What a merge took over follows what stands before it now; a subagent's record is none any
    /// more where its branch is a conversation of its own.
    func placed(_ record: [UInt8], of event: Event, isOwn: Bool) -> [UInt8]? {
        guard isOwn || event.origin != nil, event.dialect == .claudeCode,
            let branch = event.branch
        else { return record }
        let found = JSON(unchecked: record).pick(Self.placeKeys)
        var changes: [(place: Range<Int>, text: [UInt8])] = []
        if event.origin != nil, let parent = found[0], found[1] != nil,
            found[2]?.string != "compact_boundary"
        {
            let own = self.parent(on: branch, upTo: event.revision)
            changes.append((parent.range, own.map { JSON.string($0).bytes } ?? Array("null".utf8)))
        }
        if isOwn, let side = found[3], side.bool == true {
            changes.append((side.range, Array("false".utf8)))
        }
        var result = record
        for change in changes.sorted(by: { $0.place.lowerBound > $1.place.lowerBound }) {
            result.replaceSubrange(change.place, with: change.text)
        }
        return result
    }

    private static let placeKeys = JSONKeys(["parentUuid", "uuid", "subtype", "isSidechain"])

    private mutating func append(_ uuid: String, at event: Event) {
        guard let branch = event.branch else { return }
        lanes[branch, default: Chain()].records.append((event.revision, uuid))
    }

    mutating func records(for event: Event) -> [ComposedJSON] {
        lost = []
        guard event.dialect != .claudeCode, !event.isErased, let branch = event.branch else {
            return []
        }
        let id = ComposedJSON(transcript ?? .string(session))
        switch event.kind {
        case .titleChanged:
            return event.title.map {
                [
                    [
                        "type": "custom-title", "customTitle": ComposedJSON(.string($0)),
                        "sessionId": id,
                    ]
                ]
            } ?? []
        case .settingChanged where event.subject == "cwd":
            let value = SubjectChanged(event.body).value
            if version == nil, value.kind == .string { cwd = value }
            return []
        case .contextBuilt where event.record?.isCompactSummary == true:
            return compaction(event)
        default: break
        }
        noteAnswer(event, on: branch)
        let (members, lost) = members(of: event)
        self.lost = lost
        return members.enumerated().map { index, own in
            record(own, of: event, number: members.count - 1 - index)
        }
    }

    /// Consecutive records of a model are one answer.
    private mutating func noteAnswer(_ event: Event, on branch: BranchName) {
        guard Self.kinds.contains(event.kind), event.kind != .noteAdded else { return }
        let isAnswer = event.message?.role == .assistant
        let known = lanes[branch]?.answer
        lanes[branch, default: Chain()].answer =
            isAnswer ? known ?? "msg_\(event.digest.short)" : nil
    }

    func answer(of event: Event) -> String {
        event.branch.flatMap { lanes[$0]?.answer } ?? "msg_\(event.digest.short)"
    }

    /// - Parameters:
    ///   - number: counted from the last record of the event, which has the id made of its digest.
    ///   - isRoot: whether it follows no record.
    private mutating func record(
        _ own: Members, of event: Event, number: Int, isRoot: Bool = false
    ) -> ComposedJSON {
        let uuid = Self.uuid(of: event, number)
        let parent = event.branch.flatMap { self.parent(on: $0, upTo: event.revision) }
        append(uuid, at: event)
        let (above, logical) = isRoot ? (nil, parent) : (parent, nil)
        let common: Members = [
            ("parentUuid", ComposedJSON(above.map { .string($0) } ?? .null)),
            ("logicalParentUuid", logical.map { ComposedJSON(.string($0)) }),
            ("isSidechain", false), ("userType", "external"), ("cwd", ComposedJSON(cwd ?? "")),
            ("sessionId", ComposedJSON(transcript ?? .string(session))),
            ("version", ComposedJSON(version ?? "1.0.0")),
        ]
        let end: Members = [
            ("uuid", ComposedJSON(.string(uuid))),
            ("timestamp", ComposedJSON(.string(event.occurredAt.description))),
        ]
        return .object(common + own + end)
    }

    /// A boundary that follows nothing, and what stands for all that was said before it.
    private mutating func compaction(_ event: Event) -> [ComposedJSON] {
        if let branch = event.branch { lanes[branch, default: Chain()].answer = nil }
        let boundary: Members = [
            ("type", "system"), ("subtype", "compact_boundary"),
            ("content", "Conversation compacted"), ("isMeta", false), ("level", "info"),
        ]
        let text = JSON.string(event.message?.text ?? "")
        let summary: Members = [
            ("type", "user"), ("isCompactSummary", true), ("isVisibleInTranscriptOnly", true),
            ("message", ["role": "user", "content": ComposedJSON(text)]),
        ]
        return [
            record(boundary, of: event, number: 1, isRoot: true),
            record(summary, of: event, number: 0),
        ]
    }

    private func parent(on branch: BranchName, upTo revision: Revision) -> String? {
        var (branch, last) = (branch, revision)
        while true {
            if let record = lanes[branch]?.records.last(where: { $0.revision <= last }) {
                return record.uuid
            }
            guard let fork = forks[branch] else { return nil }
            last = min(last, fork.revision)
            branch = fork.branch
        }
    }

    private static func uuid(of event: Event, _ number: Int) -> String {
        guard number > 0 else { return event.digest.uuid }
        return EventDigest(sha256Of: event.digest.bytes + Array("\(number)".utf8)).uuid
    }

    static func id(of event: Event) -> RecordKey? {
        kinds.contains(event.kind) ? RecordKey(.string(event.digest.uuid)) : nil
    }

    static func looseRecords(for event: Event) -> [JSON] {
        guard event.kind == .titleChanged, let title = event.title else { return [] }
        return [["type": "custom-title", "customTitle": .string(title)]]
    }
}
