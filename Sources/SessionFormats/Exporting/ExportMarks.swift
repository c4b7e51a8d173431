import SessionStore

/// What imports left in a session that is exported.
struct ExportMarks {
    /// The last mark of each file; nil is the transcript itself.
    var byFile: [String?: ImportMark] = [:]
    /// The subagent's file that a branch was imported from.
    var files: [BranchName: String] = [:]
    /// What forks brought home, by branch.
    var forks: [BranchName: [ForkMark]] = [:]

    /// Whether a record came by a fork's transcript.
    func isOfFork(_ event: Event) -> Bool {
        guard let marks = event.branch.flatMap({ forks[$0] }) else { return false }
        return marks.contains { $0.holds(event.revision) }
    }
}

extension Session {
    /// - Parameter format: the name of that whose imports count.
    func exportMarks(of format: String) async throws -> ExportMarks {
        var marks = ExportMarks()
        marks.byFile[nil] = try await ImportMark.last(in: self, of: format)
        for branch in try await branches() {
            for setting in try await ownSettings(of: branch) {
                if let fork = ForkMark(subject: setting.subject, setting.value),
                    fork.format == format
                {
                    marks.forks[branch.name, default: []].append(fork)
                }
                guard let file = ImportMark.file(of: setting.subject),
                    let mark = ImportMark(setting.value), mark.format == format
                else { continue }
                marks.files[branch.name] = file
                marks.byFile[file] = mark
            }
        }
        return marks
    }

    /// What is set at a branch's head and was set on the branch itself.
    func ownSettings(of branch: Branch) async throws -> [SessionState.Setting] {
        try await state(at: .head(of: branch.name)).settings
            .filter { $0.revision > branch.fork?.revision ?? 0 }
    }
}
