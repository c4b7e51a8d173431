import ArgumentParser
import SessionStore

/// The sessions that a verb is about.
struct SessionFiles: ParsableArguments {
    @Argument(
        help: "The sessions' files.", completion: .file(extensions: ["session"]))
    var files: [String]

    func validate() throws {
        for (index, file) in files.enumerated() where files[..<index].contains(file) {
            throw ValidationError("\(file) is named twice.")
        }
    }

    /// Opens one of them after the other; an error says which one it is about.
    func forEach(_ body: (_ file: String, Session) async throws -> Void) async throws {
        for file in files { try await Self.open(file) { try await body(file, $0) } }
    }

    static func open<Result>(
        _ file: String, _ body: (Session) async throws -> Result
    ) async throws -> Result {
        do {
            return try await SessionFile.open(file) { try await body($0) }
        } catch let error as SessionError {
            throw error.about(file)
        }
    }
}
