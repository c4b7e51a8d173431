import ArgumentParser
import Foundation
import SessionAnswers
import SessionServer
import SessionStore

/// `session inspect`: a page that shows sessions of this machine.
struct Inspect: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look into sessions on a page in the browser.",
        discussion: """
            The page is served to this machine alone, and to whoever opens the link that is shown: \
            the code in it opens the page once. Sessions stay where they are. It runs until Ctrl-C.

            What the page changes (a fork, a note, a title) is written by you into the session, as \
            the other verbs write it.

            Examples
              session inspect
              session inspect ~/sessions
              session inspect app.session
              session inspect app.session main@120
            """)

    @Argument(
        help: ArgumentHelp(
            "Sessions, or folders of sessions; behind a session, a moment of it. Default: this "
                + "folder.", valueName: "file|dir|moment"),
        completion: .file(extensions: ["session"]))
    var named: [String] = []
    @Option(help: "The port; 0: any that is free.")
    var port = 0
    @Flag(help: "Do not open the browser.")
    var noBrowser = false
    @Option(
        help: ArgumentHelp("As whom you write. Default: your login name.", valueName: "name"))
    var user: String?
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (0...65_535).contains(port) else {
            throw ValidationError("--port is a number from 0 to 65535.")
        }
    }

    func run() async throws {
        let shown = try await InspectedSessions(named)
        let work = try PrivateFolder.temporary()
        defer { work.remove() }
        var options = ServerOptions(data: work.path)
        options.port = port
        options.inspection = Inspection(
            folders: shown.folders, user: user ?? ActingOptions.login ?? "owner",
            sessions: shown.paths)
        let server = try await SessionServer.open(options)
        let (isJSON, opens) = (common.json, !noBrowser && Output.standard.isTerminal)
        try await server.run { port in
            let link = "http://127.0.0.1:\(port)/#\(shown.address)?code=\(server.signInCode())"
            try? Self.tell(link, isJSON)
            if opens { Browser.open(link) }
        }
    }

    private static func tell(_ link: String, _ isJSON: Bool) throws {
        let output = Output.standard
        if isJSON {
            try output.json(["url": .string(link)])
        } else {
            try output.line(link)
            Output.error.tryLine("session: the link opens the page once; ended by Ctrl-C")
        }
        try output.flush()
    }
}
