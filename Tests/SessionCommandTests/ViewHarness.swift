import Foundation
import SessionStore
import Testing

@testable import session

/// A view without a terminal: a real session, the model, and everything it asks for.
struct ViewHarness {
    var model: ViewModel
    let session: Session
    private let loader: ViewLoader
    /// What was loaded since the last key.
    private(set) var loads: [Load] = []

    init(
        _ session: Session, at moment: Moment = .named(.main), columns: Int = 80, rows: Int = 24,
        file: String = "talk.session"
    ) async throws {
        self.session = session
        loader = ViewLoader(
            session: session, file: file, actor: .user("ana"), style: .plain)
        model = ViewModel(
            file: file, point: try await session.resolve(moment),
            layout: ViewLayout(columns: columns, rows: rows))
        model.resize(to: model.layout)
        try await settle()
    }

    func load(_ load: Load) async -> Loaded { await loader.load(load) }

    /// Loads until the screen lacks nothing.
    mutating func settle() async throws {
        while let load = model.nextLoad {
            loads.append(load)
            try #require(loads.count < 500, "it asks again and again: \(load)")
            model.receive(await loader.load(load), for: load)
        }
    }

    mutating func press(_ keys: Key...) async throws {
        for key in keys {
            loads = []
            model.handle(key)
            try await settle()
        }
    }

    mutating func type(_ text: String) async throws {
        for character in text { try await press(.character(character)) }
    }

    /// The screen as text, each line without the spaces at its end.
    var screen: [String] {
        ViewPage(model: model).lines.map { line in
            String(line.text.reversed().drop { $0 == " " }.reversed())
        }
    }

    var last: String { screen.last ?? "" }

    /// Why the prompt that is open did not take its text.
    var refusal: String? {
        if case .input(let prompt) = model.mode { prompt.refusal } else { nil }
    }

    func shows(_ text: String) -> Bool { screen.contains { $0.contains(text) } }

    /// What stands on the right.
    var pane: String {
        screen.compactMap { line in
            line.firstIndex { "│┃".contains($0) }.map { String(line[$0...].dropFirst()) }
        }.joined(separator: "\n")
    }

    /// Times as the zone here has them are no part of what is drawn.
    var snapshot: String {
        screen.joined(separator: "\n")
            .replacing(#/\d\d\d\d-\d\d-\d\d/#, with: "yyyy-mm-dd")
            .replacing(#/\d\d:\d\d:\d\d/#, with: "hh:mm:ss")
            .replacing(#/\d\d-\d\d hh/#, with: "mm-dd hh")
            .replacing(#/\ \d\d:\d\d\ /#, with: " hh:mm ")
            .replacing(#/[+-]\d\d:\d\d/#, with: "+zz:zz") + "\n"
    }
}

extension ViewHarness {
    /// Two branches, files, wide characters and text that would like to act on the terminal.
    static func talk() async throws -> Session {
        let options = SessionOptions(
            clock: { Timestamp(microseconds: 1_800_000_000_000_000) },
            random: { Array(repeating: 7, count: $0) })
        let session = try await Session.inMemory(
            title: "Rewrite the parser", by: .user("ana"), options: options)
        func at(_ draft: EventDraft, _ second: Int) -> EventDraft {
            draft.with(
                occurredAt: Timestamp(
                    microseconds: 1_800_000_000_000_000 + second * 1_000_000))
        }
        let model = EventActor.model("m1")
        try await session.append(
            [
                at(.prompt("Why does the build fail? 漢字 and 🙂 are in it.", by: .user("ana")), 1),
                at(.response("Let me look.\u{1B}[2J\u{202E} It is\n\n- one\n- two", by: model), 2),
                at(.toolCall("bash", arguments: ["command": "make"], by: model), 3),
                at(.toolResult(.string("error: x is missing\n" + filler), of: "bash"), 4),
                at(.file("src/parser.c", content: Array("int x;\nint y;\n".utf8), by: model), 5),
                at(.file("docs/a \u{1B}b.md", content: Array("# Title\n".utf8), by: model), 6),
                at(.setting("model", "m2", by: .user("ana")), 7),
                at(.prompt("Then add x.", by: .user("ana")), 8),
                at(.file("src/parser.c", content: Array("int x;\nint z;\n".utf8), by: model), 9),
                at(.response("Done: x is there now.", by: model), 10),
            ], to: .main, expecting: .any)
        try await session.fork("idea", from: .revision(6, on: .main), by: .user("ana"))
        try await session.append(
            [
                at(.prompt("Or without x?", by: .user("ana")), 20),
                at(.response("That works, too.", by: model), 21),
            ], to: "idea", expecting: .any)
        try await session.tag("works", at: .revision(7, on: .main), by: .user("ana"))
        return session
    }

    private static let filler = (1...40).map { "line \($0) of the output" }.joined(separator: "\n")
}
