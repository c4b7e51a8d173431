import Foundation
import Generators
import Testing
import Texts

@Suite("Three-way merges of text")
struct ThreeWayTextTests {
    private static let labels = ThreeWayText.Labels(ours: "main", base: "base", theirs: "idea")

    private func merged(_ base: String, _ ours: String, _ theirs: String) -> ThreeWayText {
        ThreeWayText(base: Array(base.utf8), ours: Array(ours.utf8), theirs: Array(theirs.utf8))
    }

    /// `SESSION_MERGE_CASES=5000 swift test --filter ThreeWayTextTests` tries that many.
    private static let cases =
        ProcessInfo.processInfo.environment["SESSION_MERGE_CASES"]
        .flatMap { UInt64($0) } ?? 160

    @Test func `it gives what git merge-file gives, byte for byte`() throws {
        let git = try GitMerge()
        for seed in 1...Self.cases {
            var random = Seeded(state: seed)
            let texts = MergeTexts(&random)
            for style in [ThreeWayText.Style.merge, .diff3] {
                let found = ThreeWayText(
                    base: texts.base, ours: texts.ours, theirs: texts.theirs, style: style)
                let expected = try git.merge(texts, isDiff3: style == .diff3)
                #expect(
                    found.text(Self.labels) == expected,
                    "seed \(seed), \(style)\n\(texts)\nours:\n\(shown(found.text(Self.labels)))")
            }
        }
    }

    private func shown(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    @Test(arguments: UInt64(1)...60)
    func `changes of one side alone are that side, and the same change twice is one`(seed: UInt64) {
        var random = Seeded(state: seed)
        let texts = MergeTexts(&random)
        func clean(_ ours: [UInt8], _ theirs: [UInt8]) -> [UInt8]? {
            ThreeWayText(base: texts.base, ours: ours, theirs: theirs).clean
        }
        #expect(clean(texts.ours, texts.base) == texts.ours)
        #expect(clean(texts.base, texts.theirs) == texts.theirs)
        #expect(clean(texts.ours, texts.ours) == texts.ours)
    }

    @Test(arguments: UInt64(1)...60)
    func `it does not matter which side is ours`(seed: UInt64) {
        var random = Seeded(state: seed)
        let texts = MergeTexts(&random)
        let one = ThreeWayText(base: texts.base, ours: texts.ours, theirs: texts.theirs)
        let other = ThreeWayText(base: texts.base, ours: texts.theirs, theirs: texts.ours)
        #expect((one.clean == nil) == (other.clean == nil))
        if let clean = one.clean { #expect(clean == other.clean) }
    }

    @Test func `edits apart from each other are both taken, and those that touch are a conflict`() {
        let base = "a\nb\nc\nd\n"
        #expect(merged(base, "A\nb\nc\nd\n", "a\nb\nc\nD\n").clean == Array("A\nb\nc\nD\n".utf8))
        let open = merged(base, "a\nB\nc\nd\n", "a\nb\nC\nd\n")
        #expect(open.clean == nil && open.conflicts.count == 1)
        #expect(open.conflicts[0].ours == Array("B\nc\n".utf8))
        #expect(open.conflicts[0].theirs == Array("b\nC\n".utf8))
    }

    @Test func `markers say whose lines are whose, and are found again until they are gone`() {
        let labels = ThreeWayText.Labels(ours: "main", theirs: "idea\nx")
        let text = merged("a\n", "b\n", "c").text(labels)
        #expect(shown(text) == "<<<<<<< main\nb\n=======\nc\n>>>>>>> ideax\n")
        #expect(ThreeWayText.hasMarkers(text, labels))
        #expect(!ThreeWayText.hasMarkers(Array("<<<<<<< other\n=======\n".utf8), labels))
        let crlf = merged("a\r\nx\r\n", "a\r\nb\r\n", "a\r\nc\r\n").text(labels)
        #expect(shown(crlf).hasPrefix("a\r\n<<<<<<< main\r\nb\r\n=======\r\n"))
        #expect(ThreeWayText.hasMarkers(crlf, labels))
    }

    @Test func `what is no text is not merged by lines`() {
        #expect(ThreeWayText.isText([]))
        #expect(ThreeWayText.isText(Array("é\n".utf8)))
        #expect(!ThreeWayText.isText([0x61, 0xE9]))
        #expect(!ThreeWayText.isText([0x61, 0]))
        #expect(ThreeWayText.isText([UInt8](repeating: 0x61, count: 8000) + [0]))
    }
}

/// A text and two that came of it.
private struct MergeTexts: CustomStringConvertible {
    var base: [UInt8] = []
    var ours: [UInt8] = []
    var theirs: [UInt8] = []

    init(_ random: inout Seeded) {
        // Few kinds of lines can be matched in many ways, many in one.
        let kinds = random.pick([2, 4, 12, 60])
        let crlf = random.pick([0, 0, 0, 1, 2])
        let lines = (0..<random.number(0...40)).map { _ in Self.line(kinds, &random) }
        let (left, right) = (Self.edited(lines, kinds, &random), Self.edited(lines, kinds, &random))
        base = Self.bytes(lines, crlf, &random)
        ours = Self.bytes(left, crlf, &random)
        theirs = Self.bytes(random.number(0...9) == 0 ? left : right, crlf, &random)
    }

    private static func line(_ kinds: Int, _ random: inout Seeded) -> String {
        let kind = random.number(0...kinds - 1)
        return kind == 0 ? "" : kind == 1 ? "}" : "line \(kind)"
    }

    private static func edited(
        _ lines: [String], _ kinds: Int, _ random: inout Seeded
    ) -> [String] {
        var lines = lines
        for _ in 0..<random.number(0...4) {
            let start = random.number(0...lines.count)
            let end = min(lines.count, start + random.number(0...3))
            let new = (0..<random.number(0...3)).map { _ in line(kinds, &random) }
            lines.replaceSubrange(start..<end, with: new)
        }
        return lines
    }

    /// - Parameter crlf: 0: none; 1: all; 2: some.
    private static func bytes(
        _ lines: [String], _ crlf: Int, _ random: inout Seeded
    ) -> [UInt8] {
        var text = ""
        for line in lines {
            text += line + (crlf == 1 || crlf == 2 && random.number(0...5) == 0 ? "\r\n" : "\n")
        }
        let isOpen = random.number(0...4) == 0
        return isOpen ? Array(text.utf8).dropLast() : Array(text.utf8)
    }

    var description: String {
        [base, ours, theirs].map { "---\n" + String(decoding: $0, as: UTF8.self) }.joined()
    }
}

/// `git merge-file`, given files of its own.
private final class GitMerge {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "merge-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func merge(_ texts: MergeTexts, isDiff3: Bool) throws -> [UInt8] {
        for (name, bytes) in [("o", texts.base), ("a", texts.ours), ("b", texts.theirs)] {
            try Data(bytes).write(to: folder.appending(path: name))
        }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.currentDirectoryURL = folder
        process.arguments =
            ["git", "-c", "merge.conflictStyle=merge", "merge-file", "-p"]
            + (isDiff3 ? ["--diff3"] : [])
            + ["-L", "main", "-L", "base", "-L", "idea", "a", "o", "b"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require((0...127).contains(process.terminationStatus))
        return Array(output)
    }
}
