import Generators
import SessionStore
import Testing

@Suite("Restore")
struct RestoreTests {
    @Test(arguments: UInt64(1)...10)
    func `after a restore every subject has the value of the moment, and a second writes nothing`(
        seed: UInt64
    ) async throws {
        var model = RandomSession(seed: seed, session: try await Session.inMemory())
        try await model.run(steps: 40)
        let session = model.session
        var random = Seeded(state: seed &+ 2000)
        for _ in 0..<6 {
            let (from, to) = (random.pick(model.branches), random.pick(model.branches))
            let moment = Moment.revision(
                Revision(random.number(1...(model.lines[from] ?? []).count + 1)), on: from)
            let before = try await session.preview(at: .head(of: to))
            let restored = try await session.restore(moment, on: to, by: .user("ana"))
            let (then, now) = (
                try await session.state(at: moment), try await session.state(at: .head(of: to))
            )
            #expect(now.settings.map(\.value) == then.settings.map(\.value))
            #expect(now.settings.map(\.subject) == then.settings.map(\.subject))
            #expect(now.files.map(\.path) == then.files.map(\.path))
            for file in then.files {
                let content = try await session.content(of: file.path, at: moment)
                #expect(try await session.content(of: file.path, at: .head(of: to)) == content)
            }
            let whole = try await session.difference(from: .revision(0, on: from), to: moment)
            if whole.title != nil { #expect(now.preview.title == then.preview.title) }
            #expect(now.preview.prompts == before.prompts)
            #expect(restored.appended?.head ?? restored.head.revision == now.point.revision)
            let again = try await session.restore(moment, on: to, by: .user("ana"))
            #expect(again.events.isEmpty && again.appended == nil)
            let left = try await session.difference(from: moment, to: .head(of: to))
            #expect(left.files.isEmpty && left.settings.isEmpty && left.title == nil)
        }
        #expect(try await collect(session.verify()).isEmpty)
    }

    @Test func `modes, renames, unknown contents, removed tabs and secrets come back`() async throws
    {
        let session = try await Session.inMemory()
        let secret = "key = sk-ant-api03-" + String(repeating: "a1B2", count: 24) + "\n"
        _ = try await session.bulk { writer in
            try writer.append(
                .file("env", content: Array(secret.utf8), by: .system), to: .main)
        }
        func tab(_ body: SubjectChanged) -> EventDraft {
            EventDraft(kind: .editorChanged, subject: "tab", actor: .system, body: body.json)
        }
        try await session.append(
            [
                .file("run", content: [1], mode: "100755", by: .system),
                EventDraft(FileChanged(unknown: "not seen"), by: .system, subject: "doubt"),
                tab(SubjectChanged(value: 1)), .file("old", content: [2], by: .system),
            ], to: .main, expecting: .any)
        try await session.tag("then", at: .named(.main))
        try await session.append(
            [
                .file("run", content: [1], by: .system), .file("doubt", content: [3], by: .system),
                tab(.removed), .removedFile("old", by: .system), .removedFile("env", by: .system),
                EventDraft(
                    FileChanged(renamedFrom: "old"), by: .system, subject: "new", content: [2]),
            ], to: .main, expecting: .any)
        let plan = try await session.restore(.named("then"), by: .system, isDryRun: true)
        #expect(plan.appended == nil && plan.events.count == 6)
        #expect(
            try await session.restore(
                .named("then"), by: .system, isIncluded: { $0 == "run" }
            ).events.map(\.subject) == ["run"])
        let restored = try await session.restore(.named("then"), by: .system)
        #expect(restored.appended?.written == 6)
        let why = try await session.causes(of: .named(.main)).map(\.event)
        #expect(why.count > 1 && why[1].kind == .noteAdded)
        #expect(why[1].message?.text.hasPrefix("restored main@6: 5 changes") == true)
        let (then, now) = (
            try await session.state(at: .named("then")), try await session.state(at: .named(.main))
        )
        #expect(now.files.map(\.path) == then.files.map(\.path))
        #expect(now.files.map(\.mode) == then.files.map(\.mode))
        #expect(now.files.map(\.reasonUnknown) == then.files.map(\.reasonUnknown))
        #expect(now.editor.map(\.value) == then.editor.map(\.value))
        #expect(try await session.content(of: "env", at: .named(.main)) == Array(secret.utf8))
        #expect(try await session.restore(.named("then"), by: .system).events.isEmpty)
    }

    @Test func `contents are read while they are written, all of them or nothing`() async throws {
        let folder = try TemporaryFolder()
        let session = try await Session.create(at: folder.file("a.session"))
        let paths = (0..<60).map { "f\($0)" }
        for text in ["one", "two"] {
            try await session.append(
                paths.map { .file($0, content: Array((text + $0).utf8), by: .system) }, to: .main,
                expecting: .any)
        }
        let then = Moment.revision(61, on: .main)
        let plan = try await session.restore(then, by: .system, isDryRun: true)
        #expect(plan.events.prefix(11).map(\.size) == Array(repeating: 5, count: 10) + [6])
        let restored = try await session.restore(then, by: .system)
        #expect(restored.appended?.revisions == Array(122...182))
        for path in paths {
            let content = try await session.content(of: path, at: .head(of: .main))
            #expect(content == Array(("one" + path).utf8))
        }
        #expect(try await collect(session.verify()).isEmpty)
        try await session.close()
    }

    @Test func `what an importer noted of its transcript is not taken back`() async throws {
        let session = try await Session.inMemory()
        try await session.append(
            [
                .setting("import", ["bytes": 10], by: .system),
                .setting("import:agent", 1, by: .system), .setting("model", "m", by: .system),
            ], to: .main, expecting: .any)
        let restored = try await session.restore(.revision(1, on: .main), by: .system)
        #expect(restored.events.map(\.subject) == ["model"])
        #expect(try await session.setting("import", at: .named(.main))?.value == ["bytes": 10])
    }
}
