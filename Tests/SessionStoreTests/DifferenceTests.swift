import Generators
import SessionStore
import Testing
import Texts

@Suite("Differences")
struct DifferenceTests {
    /// Every subject's value at a moment, files by content and mode.
    private struct Values: Equatable {
        var title: String?
        var files: [String: [UInt8]] = [:]
        var modes: [String: String] = [:]
        var others: [[String: JSON]] = []

        init(_ session: Session, _ point: Point) async throws {
            let state = try await session.state(at: point.moment)
            for file in state.files {
                files[file.path] = try await session.content(of: file.path, at: point.moment)
                modes[file.path] = file.mode
            }
            others = [state.settings, state.editor, state.explorer, state.terminal].map {
                Dictionary(uniqueKeysWithValues: $0.map { ($0.subject, $0.value) })
            }
            for try await event in session.events(on: point.branch, through: point.revision)
            where event.kind == .titleChanged && point.revision > 0 {
                title = event.title
            }
        }

        mutating func apply(_ difference: Difference, _ session: Session) async throws {
            if let change = difference.title { title = change.new }
            for file in difference.files {
                if let old = file.old {
                    #expect(files.removeValue(forKey: old.path) != nil)
                    modes[old.path] = nil
                }
                if let new = file.new {
                    files[new.path] = try await session.lines(of: file, in: difference).new.bytes
                    modes[new.path] = new.mode
                }
            }
            let changes = [
                difference.settings, difference.editor, difference.explorer, difference.terminal,
            ]
            for (index, change) in changes.enumerated() {
                for subject in change {
                    #expect(others[index][subject.subject] == subject.old)
                    others[index][subject.subject] = subject.new
                }
            }
        }
    }

    @Test(arguments: UInt64(1)...10)
    func `a difference applied to the state at one moment gives the state at the other`(
        seed: UInt64
    ) async throws {
        var model = RandomSession(seed: seed, session: try await Session.inMemory())
        try await model.run(steps: 50)
        var random = Seeded(state: seed &+ 1000)
        for _ in 0..<12 {
            let points = model.branches.shuffled(using: &random).prefix(2).map { branch in
                Point(
                    branch: branch,
                    revision: Revision(random.number(0...(model.lines[branch] ?? []).count)))
            }
            let (from, to) = (points[0], points.last ?? points[0])
            let difference = try await model.session.difference(
                from: from.moment, to: to.moment)
            var values = try await Values(model.session, from)
            try await values.apply(difference, model.session)
            #expect(try await values == Values(model.session, to), "\(from) → \(to)")
            try await checkSaid(difference, model.session)
            let same = try await model.session.difference(from: from.moment, to: from.moment)
            #expect(same.isEmpty)
        }
    }

    /// What both sides said after the common point is what their lines do not share.
    private func checkSaid(_ difference: Difference, _ session: Session) async throws {
        func line(_ side: Difference.Side) async throws -> [Event] {
            guard side.point.revision > 0 else { return [] }
            return try await collect(
                session.events(on: side.point.branch, through: side.point.revision))
        }
        let (old, new) = (try await line(difference.from), try await line(difference.to))
        let common = zip(old, new).prefix { $0.position == $1.position }.count
        #expect(difference.common.number == common)
        for (side, events) in [(difference.from, old), (difference.to, new)] {
            let own = events.dropFirst(common)
            #expect(side.count == own.count)
            #expect(
                try await collect(session.said(on: side)) == own.filter { $0.kind.role == .adds })
        }
    }

    @Test func `a file is added, removed, renamed, changed, made executable or unknown`()
        async throws
    {
        let session = try await Session.inMemory()
        let tool = EventActor.tool("edit")
        func file(_ path: String, _ text: String, _ mode: String? = nil) -> EventDraft {
            .file(path, content: Array(text.utf8), mode: mode, by: tool)
        }
        try await session.append(
            [
                file("gone", "1"), file("old", "2\n"), file("same", "3"), file("run.sh", "4"),
                file("doubt", "5"), file("text", "a\nb\n"),
            ], to: .main, expecting: .any)
        try await session.tag("before", at: .named(.main))
        try await session.append(
            [
                .removedFile("gone", by: tool), .removedFile("old", by: tool),
                EventDraft(
                    FileChanged(renamedFrom: "old"), by: tool, subject: "new",
                    content: Array("2\n".utf8)),
                file("same", "x"), file("same", "3"), file("run.sh", "4", "100755"),
                EventDraft(FileChanged(unknown: "not seen"), by: tool, subject: "doubt"),
                file("text", "a\nc\n"), file("more", ""),
            ], to: .main, expecting: .any)
        let difference = try await session.difference(from: .named("before"), to: .named(.main))
        #expect(
            difference.files.map { "\($0.kind) \($0.path)" } == [
                "unknown doubt", "removed gone", "added more", "renamed new", "modeChanged run.sh",
                "changed text",
            ])
        #expect(difference.files[3].old?.path == "old")
        #expect(difference.files[4].modes?.new == "100755")
        let text = try await session.lines(of: difference.files[5], in: difference)
        #expect(LineDiff(from: text.old, to: text.new).edits.map(\.old) == [1..<2])
        await #expect(throws: SessionError.self) {
            try await session.lines(of: difference.files[0], in: difference)
        }
    }

    @Test func `paths that Unicode calls equivalent are two files`() async throws {
        let session = try await Session.inMemory()
        try await session.append(
            [
                .file("e\u{301}", content: [1], by: .system),
                .file("\u{E9}", content: [2], by: .system),
            ], to: .main, expecting: .any)
        let difference = try await session.difference(
            from: .revision(1, on: .main), to: .named(.main))
        #expect(difference.files.count == 2)
    }
}
