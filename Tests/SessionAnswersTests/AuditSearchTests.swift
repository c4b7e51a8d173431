import SessionAnswers
import SessionStore
import Testing

@Suite("One question to several sessions")
struct AuditSearchTests {
    private let folder: TestFolder
    private let files: [String]

    /// Two sessions whose events happened in turn.
    init() async throws {
        folder = try TestFolder()
        files = ["a", "b"].map { [folder] in folder.path + "/\($0).session" }
        for (index, file) in files.enumerated() {
            _ = try await Session.create(at: file).closing { session in
                let drafts = (1...40).map { number in
                    var draft = EventDraft.prompt("\(index) \(number)", by: .user("ana"))
                    draft.occurredAt = Timestamp(
                        microseconds: 4_000_000_000_000_000 + (2 * number + index))
                    return draft
                }
                return try await session.append(drafts, to: .main, expecting: .any)
            }
        }
    }

    private func rows(
        byTime: Bool, after cursor: AuditSearch.Cursor? = nil, limit: Int = .max
    ) async throws -> [AuditRow] {
        var rows: [AuditRow] = []
        let search = AuditSearch(files: files, query: .kind("prompt.submitted"), cursor: cursor)
        try await search.rows(byTime: byTime) { row in
            rows.append(row)
            return rows.count < limit
        }
        return rows
    }

    @Test(arguments: [true, false])
    func `pages that follow each other are the whole, none twice`(byTime: Bool) async throws {
        let all = try await rows(byTime: byTime).map(\.cursor)
        #expect(all.count == 80 && Set(all).count == 80)
        var pages: [String] = []
        var cursor: AuditSearch.Cursor?
        while true {
            let page = try await rows(byTime: byTime, after: cursor, limit: 33)
            guard let last = page.last else { break }
            pages += page.map(\.cursor)
            let file = try #require(files.firstIndex(of: last.file))
            cursor = AuditSearch.Cursor(file: file, position: last.event.position)
        }
        #expect(pages == all)
    }

    @Test func `by time they come as they happened, by file one after the other`() async throws {
        let times = try await rows(byTime: true).map(\.event.occurredAt)
        #expect(times == times.sorted())
        let names = try await rows(byTime: false).map(\.file)
        #expect(names == names.sorted())
    }

    @Test func `a row has a cell for each column, and its JSON names the file`() async throws {
        for row in try await rows(byTime: false, limit: 3) {
            #expect(row.cells.count == AuditRow.columns.count)
            #expect(Records.row(row)["path"]?.string == row.file)
        }
    }

    @Test func `a file that cannot be opened is named by the error`() async throws {
        let search = AuditSearch(files: [folder.path + "/none.session"], query: AuditQuery())
        let error = await #expect(throws: SessionError.self) {
            try await search.rows(byTime: false) { _ in true }
        }
        #expect(error?.code == .fileNotFound && error?.message.contains("none.session") ?? false)
    }
}
