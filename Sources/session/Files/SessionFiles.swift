import ArgumentParser
import SessionAnswers
import SessionStore

/// The sessions that a verb is about.
struct SessionFiles: ParsableArguments {
    @Argument(
        help: "The sessions' files, or folders of sessions.",
        completion: .file(extensions: ["session"]))
    var named: [String]

    func validate() throws {
        for (index, file) in named.enumerated() where named[..<index].contains(file) {
            throw ValidationError("\(file) is named twice.")
        }
    }

    /// The files, of a folder all that count as sessions of it.
    var files: [String] {
        get throws { try SessionFolder.files(named: named) }
    }
}
