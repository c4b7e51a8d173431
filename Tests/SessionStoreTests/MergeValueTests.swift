import SessionStore
import Testing

@Suite("Values in merges")
struct MergeValueTests {
    /// Whether two settings, each made on one side, are taken for the same.
    private func agree(_ ours: String, _ theirs: String) async throws -> Bool {
        let session = try await Session.inMemory()
        try await session.append([.note("n", by: .system)], to: .main, expecting: .any)
        try await session.fork("idea", from: .head(of: .main))
        for (branch, text) in [(BranchName.main, ours), ("idea", theirs)] {
            let value = try JSON(validating: Array(text.utf8))
            try await session.append(
                [.setting("s", value, by: .system)], to: branch, expecting: .any)
        }
        let merge = try await session.merge("idea", into: .main)
        #expect(merge.agreed.count + merge.conflicts.count == 1)
        return merge.conflicts.isEmpty
    }

    @Test(arguments: [
        ("1.0", "1"), ("100", "1e2"), ("0", "-0.0e7"), ("12.5e-1", "1.25"), ("0.10", "1E-1"),
        (#"{"a":[1.0],"b":"A"}"#, #"{"b":"\u0041", "a":[10e-1]}"#),
    ])
    func `numbers are compared by what they are worth`(ours: String, theirs: String) async throws {
        #expect(try await agree(ours, theirs))
    }

    @Test(arguments: [
        ("1", "10"), ("1", "-1"), ("1", "1.5"), ("1", #""1""#), ("1", "true"), ("0", "null"),
        ("9007199254740993", "9007199254740992"), ("[1,2]", "[1]"), (#"{"a":1}"#, #"{"b":1}"#),
        ("1e99999999999999999999", "1e-99999999999999999999"),
    ])
    func `other values are a conflict`(ours: String, theirs: String) async throws {
        #expect(try await !agree(ours, theirs))
    }

    @Test(arguments: [true, false])
    func `a base that may have been erased is no answer`(isErased: Bool) async throws {
        let session = try await Session.inMemory()
        func write(_ text: String, to branch: BranchName) async throws {
            try await session.append(
                [
                    .file("f", content: Array(text.utf8), by: .system),
                    .setting("s", .string(text), by: .system),
                ], to: branch, expecting: .any)
        }
        if isErased {
            try await write("base", to: .main)
            let plan = try await session.planRedaction(
                of: [.revision(2, on: .main), .revision(3, on: .main)])
            try await session.redact(plan, reason: "r", by: .system)
        }
        try await session.fork("idea", from: .head(of: .main))
        try await write("ours", to: .main)
        try await write("theirs", to: "idea")
        var merge = try await session.merge("idea", into: .main)
        #expect(merge.conflicts.map(\.subject) == ["f", "s"])
        let problems = merge.conflicts.map { $0.problem(with: .base) }
        for problem in problems {
            #expect(problem?.contains("it may have been erased") ?? false == isErased)
        }
        for conflict in merge.conflicts { try merge.resolve(conflict, as: .base) }
        if isErased {
            let error = await #expect(throws: SessionError.self) {
                try await session.commit(merge)
            }
            #expect(error?.code == .mergeUnresolved)
            for answered in merge.answered { try merge.resolve(answered.conflict, as: .theirs) }
        }
        try await session.commit(merge)
        let paths = try await session.files(at: .head(of: .main)).map(\.path)
        #expect(paths == (isErased ? ["f"] : []))
    }
}
