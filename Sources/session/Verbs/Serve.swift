import ArgumentParser
import Foundation
import SessionAnswers
import SessionServer
import SessionStore

/// `session serve`: a server over a folder of projects.
struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Serve projects of sessions over HTTP.",
        discussion: """
            A project is a folder of sessions with members; who sends a request is told by a \
            token. A fresh folder gets a first project and its owner, whose token is shown once. \
            Nothing else need run. / is the page that shows sessions, /openapi.yaml describes what \
            can be asked; /health and /metrics need no token.

            Each option can stand in the environment (SESSION_STORE_PORT for --port) or in a JSON \
            file that --config names ({"port": 9000}); an option comes before the environment, \
            the environment before the file.

            It listens to this machine alone, unless --host says otherwise. For others, give it a \
            certificate, or put it behind a proxy that has one, and name the host that clients use.

            Examples
              session serve --data ./data
              session serve --data ./data --host 0.0.0.0 --port 443 \\
                --certificate chain.pem --certificate-key key.pem --allowed-host app.example.org
              session serve --data ./data --backup /mnt/backup
              session token --data ./data --user ana
              curl -H "Authorization: Bearer $TOKEN" localhost:8080/api/sessions
            """)

    @OptionGroup var given: ServeOptions
    @OptionGroup var common: CommonOptions

    func run() async throws {
        let options = try await given.resolved()
        let server = try await SessionServer.open(options)
        if !common.json { try write(options, server.firstToken) }
        let (isJSON, token) = (common.json, server.firstToken)
        let scheme = options.certificate == nil ? "http" : "https"
        try await server.run { port in
            let url = "\(scheme)://\(options.host):\(port)"
            let link = token.map { _ in "\(url)/#code=\(server.signInCode())" }
            if isJSON {
                let record = Records.serving(
                    url, data: options.data, token: token, link: link)
                try? Output.standard.json(record)
                try? Output.standard.flush()
            } else {
                if let link { Output.error.tryLine("session: opens the page, once: \(link)") }
                Output.error.tryLine("session: listening at \(url), ended by Ctrl-C")
            }
        }
    }

    private func write(_ options: ServerOptions, _ token: String?) throws {
        let output = Output.standard
        for line in ServeOptions.lines(options) { try output.line(line) }
        if let token {
            try output.line("")
            try output.line("the folder is new; the token of its owner, shown this once:")
            try output.line(token)
        }
        try output.flush()
    }
}
