import ArgumentParser
import SessionAnswers
import SessionStore

/// `session files`: the files at a moment.
struct Files: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the files at a moment.",
        discussion: """
            Each row: the file's size, the revision that last changed it, its path. A file whose \
            content the log does not hold is listed as unknown, with the reason.

            Examples
              session files app.session
              session files app.session main@120
              session files app.session main~1 --removed
              session files app.session --json | jq -r .path
            """)

    @OptionGroup var target: SessionFile
    @OptionGroup var at: MomentArgument
    @Flag(help: "Also list files that were removed.")
    var removed = false
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let moment = try at.moment
        try await target.open { session in
            let files = try await session.files(at: moment, includingRemoved: removed)
            let output = Output.standard
            if common.json {
                for file in files { try output.json(Records.file(file)) }
            } else {
                try output.lines(lines(of: files, at: moment))
            }
            try await ErasedChanges.warn(
                between: [try await session.resolve(moment)], of: [.fileChanged], in: session,
                by: common.notes)
        }
    }

    private func lines(of files: [FileState], at moment: Moment) -> [String] {
        guard !files.isEmpty else { return ["no files at \(moment)"] }
        var table = Table(["SIZE", "SINCE", "PATH"], right: [0, 1])
        for file in files { table.add(row(file)) }
        return table.lines(Output.standard.style, columns: Output.standard.columns)
    }

    private func row(_ file: FileState) -> [String] {
        var path = DisplayText.oneLine(file.path)
        if let old = file.change.renamedFrom { path += "  (was \(DisplayText.oneLine(old)))" }
        if let reason = file.change.unknown { path += "  (\(DisplayText.oneLine(reason)))" }
        let size =
            file.change.isRemoved ? "removed" : file.size.map { Counts.bytes($0) } ?? "unknown"
        return [size, "\(file.revision)", path]
    }
}
