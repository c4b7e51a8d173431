import Foundation
internal import JSONText
import SessionStore

/// Turns events that did not come from a transcript into records that the format's readers take.
struct NativeRecords {
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
        var records: [(revision: Int, uuid: String)] = []
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

    /// Takes note of a record that goes out as it is.
    ///
    /// - Parameter isOfFork: whether it came by another transcript.
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

    /// Whether an event that has no form is a loss: what the importer derived is not, it comes back
    /// with the next import, and neither is what speaks of the file itself.
    static func isOfItsOwn(_ event: Event) -> Bool {
        if event.isErased || event.branch == nil || event.kind == .sessionCreated { return false }
        guard let subject = event.subject else { return true }
        if event.kind == .settingChanged {
            return
                !(ClaudeCodeMapper.settingSubjects.contains(subject)
                || SubjectChanged.isImportMark(subject))
        }
        guard event.kind == .fileChanged else { return true }
        return event.origin == nil && event.body["derived"] == nil && event.body["unknown"] == nil
    }

    /// The record for an event of our own; nil where the format has none.
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
        let uuid = Self.uuid(event.digest)
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

    private func parent(on branch: BranchName, before revision: Int) -> String? {
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

    /// A UUID of version 8 made of the digest: the same export gives the same ids.
    static func uuid(_ digest: EventDigest) -> String {
        var bytes = Array(digest.bytes.prefix(16))
        bytes[6] = bytes[6] & 0x0F | 0x80
        bytes[8] = bytes[8] & 0x3F | 0x80
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        return String(decoding: text, as: UTF8.self)
    }
}
