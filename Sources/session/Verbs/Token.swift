import ArgumentParser
import SessionAnswers
import SessionServer

/// `session token`: a token with which a user is let in.
struct Token: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Make a token for a user of a server, or a new key for tokens.",
        discussion: """
            A token says who its bearer is, until it ends; what they may see and do is a matter of \
            membership (session member). It is signed with the newest key in DIR/keys, and good \
            while that key's file lies there: to end all tokens of a key, remove its file and \
            start the server again.

            Examples
              session token --data ./data --user ana
              session token --data ./data --user ci --days 7
              session token --data ./data --new-key
            """)

    @Option(help: ArgumentHelp("The folder of the server's data.", valueName: "dir"))
    var data: String
    @Option(help: ArgumentHelp("Whose token it is.", valueName: "name"))
    var user: String?
    @Option(help: ArgumentHelp("Days until it ends.", valueName: "n"))
    var days = 90.0
    @Flag(help: "Add a key, which signs from now on.")
    var newKey = false
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard newKey != (user != nil) else {
            throw ValidationError("Give either --user NAME or --new-key.")
        }
        guard days > 0, days <= 3660 else {
            throw ValidationError("--days is above 0 and at most 3660.")
        }
    }

    func run() async throws {
        guard let user else {
            try ServerData.addKey(to: data)
            return try common.json
                ? Output.standard.json(["keyAdded": true])
                : Output.standard.line("a key was added; start the server again to use it")
        }
        let token = try await ServerData.token(for: user, days: days, in: data)
        try common.json
            ? Output.standard.json(Records.token(token, of: user))
            : Output.standard.line(token)
    }
}
