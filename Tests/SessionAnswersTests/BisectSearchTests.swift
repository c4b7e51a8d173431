import SessionAnswers
import SessionStore
import Synchronization
import Testing

@Suite("Searching the change after which a command fails")
struct BisectSearchTests {
    private let folder: TestFolder
    private let session: Session

    /// `n.txt` counts from 1 to 12, at revisions 2 to 13.
    init() async throws {
        folder = try TestFolder()
        session = try await Session.inMemory()
        try await session.append(
            (1...12).map { .file("/p/n.txt", content: Array("\($0)\n".utf8), by: .tool("edit")) },
            to: .main, expecting: .any)
    }

    private func search(_ command: String) -> BisectSearch {
        BisectSearch(session: session, file: "a.session", command: command, folder: folder.path)
    }

    @Test(arguments: [2, 3, 7, 12])
    func `it is found wherever it is, in about as many runs as foretold`(bad: Int) async throws {
        let search = search("test $(cat n.txt) -lt \(bad)")
        let span = try await search.span(from: nil, to: .named(.main))
        #expect(span.from.revision == 2 && span.changes == Array(3...13))
        let steps = Mutex(0)
        let found = try await search.run(span) { _ in steps.withLock { $0 += 1 } }
        #expect(found == [Revision(bad + 1)])
        #expect(steps.withLock { $0 } <= span.expectedRuns)
        #expect(try folder.names.isEmpty)
    }

    @Test func `what cannot tell is left over beside the first bad one`() async throws {
        let search = search("n=$(cat n.txt); test $n = 6 && exit 125; test $n -lt 7")
        let span = try await search.span(from: nil, to: .named(.main))
        #expect(try await search.run(span) { _ in } == [7, 8])
    }

    @Test func `an end that is not what it should be ends the search, after its step was told`()
        async throws
    {
        let search = search("false")
        let span = try await search.span(from: nil, to: .named(.main))
        let steps = Mutex<[String]>([])
        let error = await #expect(throws: SessionError.self) {
            try await search.run(span) { step in
                steps.withLock { $0.append("\(step.point) \(step.verdict)") }
            }
        }
        #expect(error?.code == .invalidInput)
        #expect(steps.withLock { $0 } == ["main@2 bad"])
    }

    @Test func `a status that no test ends with is an error`() async throws {
        let search = search("exit 200")
        let span = try await search.span(from: nil, to: .named(.main))
        let error = await #expect(throws: SessionError.self) { try await search.run(span) { _ in } }
        #expect(error?.code == .ioFailed)
        #expect(try folder.names.isEmpty)
    }
}
