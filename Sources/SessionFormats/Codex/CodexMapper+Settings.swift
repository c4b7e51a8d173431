internal import JSONText
import SessionStore

extension CodexMapper {
    private static let metaKeys = JSONKeys([
        "cwd", "cli_version", "model_provider", "forked_from_id", "model",
    ])
    private static let contextKeys = JSONKeys(["cwd", "model", "effort", "approval_policy"])
    private static let gitKeys = JSONKeys(["branch", "commit_hash", "repository_url"])

    /// Settings that the meta and each turn tell, recorded where they change.
    mutating func recordSettings(
        of record: CodexEntry, on lane: Int, _ writer: some TranscriptWriter
    ) throws {
        let payload = record.fields.payload
        switch record.fields.type {
        case "session_meta":
            // A fork repeats the meta of what it was forked from.
            guard lanes.value(of: "version", on: lane) == nil || record.source.line == 1 else {
                return
            }
            let names = ["cwd", "version", "modelProvider", "forkedFrom", "model"]
            try set(names, payload.pick(Self.metaKeys), on: lane, writer)
            let git = payload["git"].map { $0.pick(Self.gitKeys) } ?? []
            try set(["gitBranch", "gitCommit", "gitRepository"], git, on: lane, writer)
        case "turn_context":
            let names = ["cwd", "model", "effort", "approvalPolicy"]
            try set(names, payload.pick(Self.contextKeys), on: lane, writer)
            let sandbox = payload["sandbox_policy"]
            try set(
                ["sandbox"], [sandbox?["type"] ?? sandbox?["mode"] ?? sandbox], on: lane, writer)
        default: break
        }
    }

    private mutating func set(
        _ names: [String], _ values: [JSON?], on lane: Int, _ writer: some TranscriptWriter
    ) throws {
        for (name, value) in zip(names, values) {
            guard let value, value.kind == .string, value.range.count > 2 else { continue }
            try lanes.set(name, to: value, on: lane, writer)
        }
    }
}
