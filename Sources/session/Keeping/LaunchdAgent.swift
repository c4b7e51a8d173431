import Foundation

/// An agent of a user under launchd: launchd.plist(5).
struct LaunchdAgent {
    static let label = "session-store.keep"

    /// What it runs: an absolute path, and arguments.
    let command: [String]
    /// Variables that are set for it.
    let environment: [(name: String, value: String)]

    var text: String {
        let words = command.map { "        <string>\(Self.escaped($0))</string>\n" }.joined()
        let variables = environment.map { name, value in
            "        <key>\(Self.escaped(name))</key>\n"
                + "        <string>\(Self.escaped(value))</string>\n"
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" \
            "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
            <plist version="1.0">
            <dict>
                <key>Label</key>
                <string>\(Self.label)</string>
                <key>ProgramArguments</key>
                <array>
            \(words)    </array>
                <key>EnvironmentVariables</key>
                <dict>
            \(variables.joined())    </dict>
                <key>RunAtLoad</key>
                <true/>
                <key>KeepAlive</key>
                <dict>
                    <key>SuccessfulExit</key>
                    <false/>
                </dict>
                <key>ThrottleInterval</key>
                <integer>30</integer>
                <key>ProcessType</key>
                <string>Background</string>
                <key>Umask</key>
                <integer>63</integer>
            </dict>
            </plist>

            """
    }

    /// What an agent runs that was written by this; nil: it is none of ours.
    static func command(in text: String) -> [String]? {
        let list = try? PropertyListSerialization.propertyList(
            from: Data(text.utf8), options: [], format: nil)
        return (list as? [String: Any])?["ProgramArguments"] as? [String]
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;")
    }
}
