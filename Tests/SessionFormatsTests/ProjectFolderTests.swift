import Foundation
import SessionStore
import Testing

@testable import SessionFormats

@Suite("A folder a project")
struct ProjectFolderTests {
    private static let paths = [
        "/", "", "/home/ana/app", "/home/ana/app/", "/srv/app", "C:\\work\\app", "\\\\host\\app",
        "/home/ana/.dotfiles", "/home/ana/..", "/home/ana/mit Leerzeichen ", "/a/100%", "/a/b:c*?",
        "/a/\u{1F600}\u{0301}", "/a/cafe\u{0301}", "/a/café", "/a/line\nbreak",
        "/a/" + "x".filled(300),
        "/a/" + "日".filled(200), "/a/CON", "/a/-rf", "/a/$(touch x)", "/a/a\0b",
    ]

    @Test(arguments: paths)
    func `a name is safe, and the same each time`(path: String) {
        let project = Project(folder: path)
        for name in [project.name, project.ownName] {
            #expect(!name.isEmpty && name.utf8.count <= 200, "\(name)")
            #expect(!name.hasPrefix(".") && !name.hasSuffix(".") && !name.hasSuffix(" "))
            #expect(!name.contains { "/\\:*?\"<>|\0\n%$".contains($0) }, "\(name)")
            #expect(name == name.precomposedStringWithCanonicalMapping)
        }
        #expect(project.name == Project(folder: path).name)
        #expect(Project(project.json) == project)
        #expect(Project(JSON(unchecked: project.json.oneLine)) == project)
    }

    @Test func `it is called like the folder that the work was done in`() {
        #expect(Project(folder: "/home/ana/tidycsv").name == "tidycsv")
        #expect(Project(folder: "/home/ana/tidycsv/").name == "tidycsv")
        #expect(Project(folder: "C:\\work\\app").name == "app")
        #expect(Project(folder: "/a/mit Leerzeichen").name == "mit Leerzeichen")
        #expect(Project(folder: "/a/cafe\u{0301}") == Project(folder: "/a/café"))
    }

    @Test func `no two projects share a folder, and each gets its own again`() throws {
        let scratch = try Scratch()
        let folders = ProjectFolders(scratch.path + "/kept")
        var found: [String: Project] = [:]
        let projects = (0..<20).map { Project(folder: "/home/\($0)/app") }
        for project in projects + [.tool("app")] {
            let folder = try folders.make(project)
            #expect(found.updateValue(project, forKey: folder) == nil, "\(folder)")
        }
        #expect(found["\(scratch.path)/kept/app"] == projects[0])
        let others = ProjectFolders(scratch.path + "/kept")
        for (folder, project) in found {
            #expect(others.folder(of: project) == folder)
            #expect(try others.make(project) == folder)
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/kept")
        #expect(names.count == 21 && names.allSatisfy { $0.hasPrefix("app") }, "\(names)")
    }

    @Test func `many that ask at once get the same folder`() async throws {
        let scratch = try Scratch()
        let path = scratch.path
        let folders = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<16 {
                group.addTask { try? ProjectFolders(path).make(Project(folder: "/x/app")) }
            }
            return await group.reduce(into: Set<String?>()) { $0.insert($1) }
        }
        #expect(folders == ["\(path)/app"])
        #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["app"])
    }

    @Test func `what has a folder's name and is none of ours is left alone`() throws {
        let scratch = try Scratch()
        try Data("mine".utf8).write(to: URL(fileURLWithPath: scratch.path + "/app"))
        let folder = try ProjectFolders(scratch.path).make(Project(folder: "/x/app"))
        #expect(folder.hasPrefix(scratch.path + "/app-"))
        #expect(try String(contentsOfFile: scratch.path + "/app", encoding: .utf8) == "mine")
    }

    private func transcript(_ id: String, in folder: String, _ texts: [String]) -> String {
        texts.enumerated().map { number, text in
            Line.prompt("\(id)\(number)", below: number > 0 ? "\(id)\(number - 1)" : nil, text)
                .replacing(#""sessionId":"s""#, with: #""sessionId":"\#(id)""#)
                .replacing(#""uuid":"#, with: #""cwd":"\#(folder)","uuid":"#) + "\n"
        }.joined()
    }

    @Test func `sessions go on where they lie by now, and new ones come to where the others are`()
        async throws
    {
        let scratch = try Scratch()
        let file = scratch.path + "/one.jsonl"
        func write(_ texts: [String]) throws {
            let text = transcript("s", in: "/home/ana/app", texts)
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        }
        let kept = ProjectFolders(scratch.path + "/kept")
        let job = TranscriptImport(to: .projects(kept))
        try write(["a"])
        let first = try await job.run(file)
        #expect(first.isNew && first.path == kept.path + "/app/one.session")
        let manager = FileManager.default
        // The folder gets another name.
        try manager.createDirectory(atPath: kept.path + "/old", withIntermediateDirectories: true)
        try manager.moveItem(atPath: kept.path + "/app", toPath: kept.path + "/old/renamed")
        try write(["a", "b"])
        let second = try await job.run(file)
        #expect(!second.isNew && second.path == kept.path + "/old/renamed/one.session")
        #expect(second.records == 1)
        // The session is moved by itself, and its file gets another name.
        try manager.moveItem(atPath: second.path, toPath: kept.path + "/mine.session")
        try write(["a", "b", "c"])
        let third = try await TranscriptImport(to: .projects(ProjectFolders(kept.path))).run(file)
        #expect(!third.isNew && third.path == kept.path + "/mine.session" && third.records == 1)
        // Another one of the same project, and one of another project of that name.
        let others = [("t", "/home/ana/app", "old/renamed"), ("u", "/srv/app", "app")]
        for (id, folder, place) in others {
            let path = scratch.path + "/\(id).jsonl"
            try Data(transcript(id, in: folder, ["x"]).utf8).write(to: URL(fileURLWithPath: path))
            let report = try await job.run(path)
            #expect(report.isNew && report.path == "\(kept.path)/\(place)/\(id).session")
        }
    }

    @Test
    func `a transcript that was written anew is one session more, however often it is looked at`()
        async throws
    {
        let scratch = try Scratch()
        let file = scratch.path + "/one.jsonl"
        var job = TranscriptImport(to: .projects(ProjectFolders(scratch.path + "/kept")))
        job.beginsAnew = true
        for texts in [["a", "b"], ["x"], ["y", "z", "long"]] {
            let text = transcript(texts[0], in: "/app", texts)
                .replacing(#""sessionId":"\#(texts[0])""#, with: #""sessionId":"s""#)
            try Data(text.utf8).write(to: URL(fileURLWithPath: file))
            #expect(try await job.run(file).isNew)
            for _ in 0..<2 { #expect(try await job.run(file).events == 0) }
        }
        let names = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/kept/app")
        #expect(names.filter { $0.hasSuffix(".session") }.count == 3)
    }

    @Test func `a document's copies of earlier states add nothing, in whatever order they come`()
        async throws
    {
        let scratch = try Scratch()
        let messages = ["one", "two"].enumerated().map { number, text in
            #"{"id":"\#(number)","timestamp":"2026-03-14T09:00:0\#(number)Z","type":"user","#
                + #""content":"\#(text)"}"#
        }
        var files: [String] = []
        for count in 1...2 {
            let list = messages.prefix(count).joined(separator: ",")
            let path = "\(scratch.path)/state-\(count).json"
            let text = #"{"sessionId":"g","projectHash":"h","messages":[\#(list)]}"#
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            files.append(path)
        }
        let job = TranscriptImport(to: .folder(scratch.path + "/kept"))
        for file in files { #expect(try await job.run(file).events > 0) }
        for file in files + files.reversed() { #expect(try await job.run(file).events == 0) }
    }
}

extension String {
    fileprivate func filled(_ count: Int) -> String { String(repeating: self, count: count) }
}
