internal import EventLog
internal import SessionModel

extension LogView {
    /// What a list of sessions is narrowed by, as the head of a branch has it.
    func indexedSettings(on branch: BranchID) throws -> IndexedSettings {
        let line = try line(branch)
        var settings = IndexedSettings()
        settings.source = try setting("import", on: line)?["format"]?.string
        settings.folder =
            try setting("cwd", on: line, through: Self.beginning)?.string
            ?? setting("cwd", on: line)?.string
        settings.gitBranch = try setting("gitBranch", on: line)?.string
        settings.isPinned = try setting(IndexedSettings.pin, on: line)?.bool ?? false
        return settings
    }

    /// Tools move from folder to folder: a session belongs where it was when it began.
    private static let beginning: Revision = 16

    private func setting(
        _ name: String, on line: Line, through: Revision = .max
    ) throws -> JSON? {
        try latest(kind: .settingChanged, subject: name, on: line, through: through)
            .flatMap { SessionState.Setting($0)?.value }
    }
}
