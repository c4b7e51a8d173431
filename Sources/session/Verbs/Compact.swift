import ArgumentParser
import SessionAnswers
import SessionStore

/// `session compact`: the file as small as it can be.
struct Compact: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make the file as small as it can be; nothing in it changes.",
        discussion: """
            Every event, digest and answer stays the same. Others may read meanwhile; where \
            somebody writes, it stops and can be run again later.

            Examples
              session compact app.session
              session compact app.session --json
            """)

    @OptionGroup var target: SessionFile
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let progress = Progress("compacting \(target.file)", worthShowing: 8_000_000) {
            Counts.bytes($0)
        }
        let done = try await target.open(.readWrite) { session in
            defer { progress.clear() }
            return try await session.compact { progress.show($0, of: $1) }
        }
        let file = DisplayText.oneLine(target.file)
        if common.json {
            try Output.standard.json(Records.compacted(target.file, done))
        } else if done.after < done.before {
            let share = Double(done.after) / Double(max(done.before, 1))
            try Output.standard.line(
                "\(file)  \(Counts.bytes(done.before)) → \(Counts.bytes(done.after)), "
                    + "\(Counts.decimal(share, places: 2)) of what it was")
        } else {
            try Output.standard.line(
                "\(file)  is as small as it can be: \(Counts.bytes(done.after))")
        }
        if done.unreadable > 0, !common.json {
            try Output.standard.line(
                Counts.of(done.unreadable, "event") + " cannot be read and stayed as they were: "
                    + "`session verify \(file)` lists what is damaged")
        }
    }
}
