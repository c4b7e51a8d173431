import Testing

@testable import SessionFormats

/// What the suite needs of a format that is read, and what the format claims.
struct FormatFixture: Sendable {
    let format: TranscriptFormat
    /// Whether an export gives back the bytes that were imported.
    var isLossless = true
    /// Whether a transcript that has grown goes on with the session that holds its beginning;
    /// otherwise each import makes a session of its own.
    var isContinued = true
    /// Whether a line that cannot be read is kept and named; otherwise it refuses the transcript.
    var keepsDamage = true
    /// Of a document: what stands before the first line and behind the last, and between two.
    var frame: (head: String, between: String, tail: String) = ("", "", "")
    /// Damaged lines, where they end such as the lines of the format do.
    var isDocument: Bool { !frame.head.isEmpty }
    /// Lines of one turn: somebody asks ``question(_:)``, a model answers ``answer(_:)``. Numbers
    /// begin at 0; a line has no line break in it and none behind.
    let turn: @Sendable (_ number: Int, _ answer: String) -> [String]

    static func question(_ number: Int) -> String { "What is \(number)?" }
    static func answer(_ number: Int) -> String { "It is \(number)." }

    /// What is said in a transcript of so many turns.
    static func said(turns: Int) -> [String] {
        (0..<turns).flatMap { [question($0), answer($0)] }
    }

    func lines(turns: Int) -> [String] {
        (0..<turns).flatMap { turn($0, Self.answer($0)) }
    }

    func transcript(turns: Int) -> [UInt8] { join(lines(turns: turns)) }

    /// A transcript of at least so many bytes, with answers of 16 KB.
    func longTranscript(bytes: Int) -> [UInt8] {
        let answer = String(repeating: "All of it is one long answer. ", count: 550)
        var lines: [String] = []
        var size = 0
        while size < bytes {
            lines += turn(lines.count / 2, answer)
            size += answer.utf8.count
        }
        return join(lines)
    }

    func join(_ lines: [String], end: String = "\n") -> [UInt8] {
        let text = lines.joined(separator: frame.between + end)
        return Array((frame.head + text + end + (isDocument ? frame.tail + end : "")).utf8)
    }
}

extension FormatFixture {
    /// One for each format that is read: a new format adds a line here.
    static let all: [FormatFixture] = [
        .claudeCode, .codex, .pi, .gemini, .qwen, .copilot, .cursor, .droid, .kimi, .grok,
        .antigravity, .chatGPT, .libreChat, .hermes, .miniSWEAgent, .sweAgent, .cloudEvents,
    ]

    /// Formats without lines that a turn could be: they have suites of their own.
    static let apart: [TranscriptFormat] = [.openAssistant, .openCode]

    static let lossless = all.filter(\.isLossless).map(\.format)
    static let continued = all.filter(\.isContinued).map(\.format)

    static func of(_ format: TranscriptFormat) throws -> FormatFixture {
        try #require(
            all.first { $0.format == format }, "\(format) has no fixture, write one for it")
    }

    private static let claudeCode = FormatFixture(
        format: .claudeCode,
        turn: { number, answer in
            [
                Line.prompt(
                    "q\(number)", below: number == 0 ? nil : "a\(number - 1)",
                    question(number)),
                Line.answer("a\(number)", below: "q\(number)", answer),
            ]
        })

    private static let codex = FormatFixture(
        format: .codex,
        turn: { number, answer in
            let question = question(number)
            func line(_ type: String, _ payload: String) -> String {
                #"{"timestamp":"2026-03-14T09:00:00.\#(String(format: "%03d", number))Z","#
                    + #""type":"\#(type)","payload":\#(payload)}"#
            }
            let meta = line("session_meta", #"{"id":"c","cwd":"/x","cli_version":"0.61.0"}"#)
            return (number == 0 ? [meta] : []) + [
                line("turn_context", #"{"cwd":"/x","model":"gpt-x"}"#),
                line(
                    "response_item",
                    #"{"type":"message","role":"user","content":[{"type":"input_text","#
                        + #""text":"\#(question)"}]}"#),
                line("event_msg", #"{"type":"user_message","message":"\#(question)"}"#),
                line("event_msg", #"{"type":"agent_message","message":"\#(answer)"}"#),
                line("response_item", #"{"type":"reasoning","encrypted_content":"gA"}"#),
                line(
                    "response_item",
                    #"{"type":"message","role":"assistant","content":[{"type":"output_text","#
                        + #""text":"\#(answer)"}]}"#),
                line(
                    "event_msg",
                    #"{"type":"token_count","info":{"total_token_usage":"#
                        + #"{"input_tokens":\#(number)},"last_token_usage":{"input_tokens":1}}}"#),
            ]
        })

    private static let cloudEvents = FormatFixture(
        format: .cloudEvents, isLossless: false, isContinued: false, keepsDamage: false,
        turn: { number, answer in
            [("prompt.submitted", question(number)), ("response.received", answer)].map {
                #"{"specversion":"1.0","type":"\#($0)","branch":"main","#
                    + #""data":{"text":"\#($1)"}}"#
            }
        })
}

/// The formats as arguments of tests.
extension TranscriptFormat {
    static let read = all.filter { $0.isRead && !FormatFixture.apart.contains($0) }
    static let written = all.filter(\.isWritten)
}
