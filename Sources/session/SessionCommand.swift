import ArgumentParser
import Foundation
import Platform
import SessionStore

/// `session`: the store at the command line, one file a verb.
@main
struct SessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "Look into, travel through, branch and check the sessions of AI tools.",
        discussion: """
            A session is one file, NAME.session, that holds every event of an AI session. Every \
            verb takes that file first, then a moment; without a moment it means the head of main.

            A moment is written
              main                    the head of the branch
              main@120                after revision 120
              main~2                  just before the second-last prompt: two turns undone
              main@2026-11-20T10:00   what was there at the end of that minute (local; Z for UTC)
              main@11:34:47           the last time that the clock showed that second
              yesterday, "2h ago"     main at the end of that time
              "main@{prompt 5}"       at the fifth prompt
              v1                      where a tag stands
              "#4711"                 the event at that position of the file

            First steps
              session import ~/.claude/projects/app/0b1c.jsonl -o app.session
              session log app.session --limit 20
              session state app.session main~1
              session branch app.session idea main@120

            \(CommandStatus.table)
            """,
        version: "1",
        groupedSubcommands: [
            CommandGroup(
                name: "Look into a session",
                subcommands: [
                    View.self, Inspect.self, Log.self, Show.self, State.self, Files.self, Cat.self,
                    Diff.self,
                    SQLVerb.self,
                    ReplayVerb.self, PreviewVerb.self, Info.self,
                ]),
            CommandGroup(
                name: "Find sessions", subcommands: [List.self, Search.self, Pin.self]),
            CommandGroup(
                name: "Audit",
                subcommands: [
                    Audit.self, BlameVerb.self, Why.self, UsageVerb.self, Bisect.self,
                ]),
            CommandGroup(
                name: "Write",
                subcommands: [
                    Import.self, Keep.self, New.self, Append.self, SchemaVerb.self,
                    Context.self, RecordRequest.self,
                ]),
            CommandGroup(
                name: "Branch and travel",
                subcommands: [
                    BranchVerb.self, MergeVerb.self, Pick.self, Tag.self, Restore.self,
                    CheckoutVerb.self, Resume.self,
                ]),
            CommandGroup(
                name: "Keep",
                subcommands: [
                    Verify.self, SealVerb.self, KeyVerb.self, Copy.self, Export.self, Archive.self,
                    Reopen.self,
                    Redact.self, HoldVerb.self, Release.self, Compact.self, Prune.self,
                ]),
            CommandGroup(
                name: "Serve",
                subcommands: [
                    Serve.self, Token.self, Member.self, BackupVerb.self, RestoreBackup.self,
                ]),
        ])

    /// What can stand first on the command line.
    static var verbs: [String] {
        configuration.subcommands.map {
            $0.configuration.commandName ?? String(describing: $0).lowercased()
        } + ["help"]
    }

    /// Replaces ArgumentParser's own main so that exit codes and errors are ours.
    static func main() async {
        tzset()
        Allocator.useFewArenas()
        signal(SIGPIPE, SIG_IGN)
        let arguments = DashedFile.named(in: Array(CommandLine.arguments.dropFirst()))
        let status = await execute(arguments)
        if status == .unread {
            signal(SIGPIPE, SIG_DFL)
            raise(SIGPIPE)
        }
        Foundation.exit(status.rawValue)
    }

    static func execute(_ arguments: [String]) async -> CommandStatus {
        do {
            try UnknownVerb.check(arguments)
            let command = try parseAsRoot(arguments)
            if var verb = command as? any AsyncParsableCommand {
                try await verb.run()
            } else {
                var verb = command
                try verb.run()
            }
            try Output.standard.flush()
            Pager.end()
            return .success
        } catch {
            let status = ErrorReport(error, arguments: arguments).send()
            // Who leaves the pager early has seen enough.
            return Pager.end() && status == .unread ? .success : status
        }
    }
}
