import ArgumentParser
import SessionAnswers
import SessionServer

/// `session member`: who is in a server's projects.
struct Member: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List the members of a server's projects, add one, or remove one.",
        discussion: """
            A reader sees everything in the project; a writer also appends, branches, merges, \
            creates and deletes; an owner also changes members, redacts and holds. A server that \
            runs knows it at once. Who changed what is in the project's log, a session like any \
            other: session log DIR/projects/ID.session

            Examples
              session member --data ./data
              session member --data ./data --project 0b6e… --user ana --role writer
              session member --data ./data --project 0b6e… --user ana --remove
            """)

    @Option(help: ArgumentHelp("The folder of the server's data.", valueName: "dir"))
    var data: String
    @Option(help: ArgumentHelp("The project's id.", valueName: "id"))
    var project: String?
    @Option(help: ArgumentHelp("Whose membership it is.", valueName: "name"))
    var user: String?
    @Option(help: ArgumentHelp("reader, writer or owner.", valueName: "role"))
    var role: String?
    @Flag(help: "No member any more.")
    var remove = false
    @OptionGroup var acting: ActingOptions
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (user == nil) == (role == nil && !remove), role == nil || !remove else {
            throw ValidationError("Give --user with --role ROLE, or with --remove.")
        }
        guard user == nil || project != nil else {
            throw ValidationError("Give the project, too: --project ID.")
        }
    }

    func run() async throws {
        let opened = try await ServerData.open(data)
        if let user, let project {
            try await opened.setMember(user, of: project, role: role, by: acting.actor)
        }
        let projects = try await opened.members().filter { project ?? $0.project == $0.project }
        try await opened.close()
        for project in projects {
            for (user, role) in project.members.sorted(by: { $0.key < $1.key }) where common.json {
                try Output.standard.json(
                    Records.member(user, role: role, of: project.project, name: project.name))
            }
        }
        if !common.json { try write(projects) }
    }

    private func write(_ projects: [ServerData.ProjectMembers]) throws {
        var table = Table(["PROJECT", "NAME", "USER", "ROLE"])
        for project in projects {
            for (user, role) in project.members.sorted(by: { $0.key < $1.key }) {
                table.add([project.project, DisplayText.oneLine(project.name), user, role])
            }
        }
        try Output.standard.lines(
            table.isEmpty
                ? ["no projects"]
                : table.lines(Output.standard.style, columns: Output.standard.columns))
    }
}
