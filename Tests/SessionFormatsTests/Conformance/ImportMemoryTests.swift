import Foundation
import Testing

@testable import SessionFormats

/// How much memory an import takes at its height, whatever the format. Each import is a process of
/// its own: what other tests hold meanwhile does not count.
@Suite("The memory of an import")
struct ImportMemoryTests {
    /// The built command, beside the test bundle.
    private static let command: URL? = {
        let beside = URL(filePath: CommandLine.arguments.first ?? "").deletingLastPathComponent()
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
        return [beside, Bundle.main.bundleURL, root.appending(path: ".build/debug")]
            .map { $0.appending(path: "session") }
            .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    }()

    /// Runs a command and says how it ended and how many bytes of memory it took.
    private static let measure = """
        import resource, subprocess, sys
        status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
        print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
        """

    private func peak(importing transcript: String, to session: String) throws -> Int {
        let command = try #require(Self.command, "swift build --product session comes first").path
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [
            "python3", "-c", Self.measure, command, "import", transcript, "-o", session,
        ]
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let words = String(decoding: output, as: UTF8.self).split { $0.isWhitespace }
        try #require(words.count == 2 && words[0] == "0")
        return try #require(Int(words[1]))
    }

    /// One for each way of reading: lines, lines that tell what they are, documents that are lists,
    /// and what this library writes. Of a tree the conversation that is read is held as a whole.
    private static let ways: [TranscriptFormat] = [.claudeCode, .pi, .hermes, .cloudEvents]

    @Test(arguments: ways)
    func `it does not grow with the transcript's text`(format: TranscriptFormat) throws {
        let scratch = try Scratch()
        let fixture = try FormatFixture.of(format)
        let peaks = try [4, 24].map { megabytes in
            let text = fixture.longTranscript(bytes: megabytes << 20)
            let path = try scratch.file("talk-\(megabytes)", text)
            return try peak(importing: path, to: "\(scratch.path)/\(megabytes).session")
        }
        let grown = (peaks[1] - peaks[0]) >> 20
        #expect(grown <= 5, "20 MB of text more take \(grown) MB of memory more")
    }
}
