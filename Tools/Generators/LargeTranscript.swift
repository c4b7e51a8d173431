internal import Foundation
internal import SessionModel

/// A Claude Code transcript as long as one likes: prompts, answers, calls and results, edits.
public struct LargeTranscript {
    private var workload: Workload
    private var lines: [String]
    private var count = 0

    public init(seed: UInt64) {
        workload = Workload(seed: seed)
        lines = workload.lines(bytes: 12_000)
    }

    /// - Returns: the bytes written, at least `bytes`.
    public consuming func write(to path: String, bytes: Int) throws -> Int {
        var transcript = self
        _ = FileManager.default.createFile(atPath: path, contents: nil)
        let file = try FileHandle(forWritingTo: URL(filePath: path))
        var size = 0
        while size < bytes {
            for record in transcript.turn() {
                let line = record.bytes + [0x0A]
                try file.write(contentsOf: line)
                size += line.count
            }
        }
        try file.close()
        return size
    }

    private mutating func turn() -> [JSON] {
        let call = "toolu_\(count)"
        let original = lines.joined(separator: "\n")
        let index = workload.number(0...lines.count - 1)
        let (old, new) = (lines[index], "    " + workload.text(40).replacing("\n", with: " "))
        lines[index] = new
        let input: JSON = [
            "file_path": "/work/src/app.swift", "old_string": .string(old),
            "new_string": .string(new),
        ]
        let answer: JSON = ["type": "text", "text": .string(workload.text(1200))]
        let use: JSON = ["type": "tool_use", "id": .string(call), "name": "Edit", "input": input]
        let result: JSON = ["type": "tool_result", "tool_use_id": .string(call), "content": "ok"]
        let output: JSON = [
            "type": "text", "text": .string(workload.text(workload.number(200...9000))),
        ]
        return [
            record("user", ["role": "user", "content": .string(workload.text(400))]),
            record("assistant", message([answer])), record("assistant", message([use])),
            record(
                "user", ["role": "user", "content": [result]],
                extra: [
                    "filePath": "/work/src/app.swift", "oldString": .string(old),
                    "newString": .string(new), "originalFile": .string(original),
                ]),
            record("assistant", message([output])),
        ]
    }

    private func message(_ content: [JSON]) -> JSON {
        [
            "id": .string("msg_\(count / 2)"), "model": "model-1", "role": "assistant",
            "content": .array(content), "usage": ["input_tokens": 900, "output_tokens": 80],
        ]
    }

    private mutating func record(_ type: String, _ message: JSON, extra: JSON? = nil) -> JSON {
        count += 1
        let parent: JSON = count == 1 ? .null : .string(Self.uuid(count - 1))
        let time = Timestamp(microseconds: 1_763_700_000_000_000 + count * 1_500_000)
        return .object([
            ("parentUuid", parent), ("isSidechain", false), ("userType", "external"),
            ("cwd", "/work"), ("sessionId", "5f0c1f5e-0000-4000-8000-000000000001"),
            ("version", "2.0.1"), ("gitBranch", "main"), ("type", .string(type)),
            ("message", message), ("uuid", .string(Self.uuid(count))),
            ("timestamp", .string(time.description)), ("toolUseResult", extra),
        ])
    }

    private static func uuid(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count)
            + digits
    }
}
