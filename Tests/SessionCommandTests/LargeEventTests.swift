import EventLog
import Foundation
import FuzzTargets
import Testing

/// Events that claim megabytes, of which the file holds a few kilobytes: whoever shows them has one
/// of them in memory at a time, and that once.
@Suite("Large events") struct LargeEventTests {
    private static let size = 40_000_000
    private static let count = 6

    /// A prompt of one letter over and over: the LZ4 block of a match of offset 1 that goes on.
    private static let block: [UInt8] = {
        let head = Array(#"{"text":"a"#.utf8)
        let tail = Array(#"aaaaaa"}"#.utf8)
        let match = size - head.count - tail.count - 4 - 15
        return [UInt8(head.count << 4 | 15)] + head + [1, 0]
            + [UInt8](repeating: 255, count: match / 255) + [UInt8(match % 255)]
            + [UInt8(tail.count << 4)] + tail
    }()

    private func makeSession(in box: Sandbox) throws {
        try box.session("new", "a.session")
        let prompt = #"{"type":"prompt.submitted","data":{"text":"x"}}"#
        let lines = Array(repeating: prompt, count: Self.count).joined(separator: "\n")
        try #require(try box.session("append", "a.session", input: lines).status == 0)
        try forge(
            box.folder.appending(path: "a.session").path,
            "UPDATE log SET size = ?, base = NULL, payload = ? WHERE position > 1",
            [.number(Self.size), .bytes(PayloadBlob.make(.lz4, Self.block))])
    }

    /// Runs the command and says how much memory it took at its height, in megabytes.
    private static let measure = """
        measure() { python3 - "$@" <<'END'
        import resource, subprocess, sys
        status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
        print(status, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
        END
        }

        """

    @Test(arguments: [
        (["log"], 0), (["show", "main@4"], 0), (["show", "main@4", "--full"], 0),
        (["show", "main@4", "--json"], 0), (["verify", "--chain"], 1),
        (["export", "main@2", "--format", "markdown"], 0), (["export", "main@2"], 0),
        (["export", "main@3", "--format", "claude-code"], 0),
        (["sql", "SELECT length(text) FROM prompts", "--memory", "100"], 4),
        (["sql", "SELECT sum(size) FROM events", "--memory", "100"], 0), (["list"], 0),
        (["state"], 0), (["preview"], 0),
    ])
    func `one at a time is in memory, once`(verb: [String], status: Int) throws {
        let box = try Sandbox()
        try makeSession(in: box)
        let executable = try #require(Sandbox.executable).path
        let file = verb[0] == "list" ? "." : "a.session"
        let words = [executable, verb[0], file] + verb.dropFirst()
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let run = try box.shell(Self.measure + "measure \(quoted)")
        let numbers = run.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
        try #require(numbers.count == 2, "\(run.output)\(run.errors)")
        #expect(numbers[0] == status, "\(run.errors)")
        #expect(numbers[1] <= 100 + Self.size / 1_000_000, "\(numbers[1]) MB")
    }

    /// A line of such a length is written in parts.
    @Test(arguments: [100, 1_200_000])
    func `a result is shown to its end, its margin at lines alone`(
        length: Int
    ) throws {
        let box = try Sandbox()
        try box.session("new", "a.session")
        let long = String(repeating: "x", count: length)
        let event =
            #"{"type":"tool.returned","data":{"gen_ai.tool.call.result":"one\n\n\#(long)\nend"}}"#
        try #require(try box.session("append", "a.session", input: event).status == 0)
        let run = try box.session("show", "a.session", "--full")
        #expect(run.output.hasSuffix("\n    one\n\n    \(long)\n    end\n"))
    }
}
