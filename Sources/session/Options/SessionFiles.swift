import ArgumentParser
import Foundation
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
        get throws {
            var files: [String] = []
            for name in named {
                var isFolder: ObjCBool = false
                guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder),
                    isFolder.boolValue
                else {
                    files.append(name)
                    continue
                }
                let folder = SessionFolder(name)
                files += try folder.files().map { name == "." ? $0 : folder.path(of: $0) }
            }
            var seen: Set<String> = []
            return files.filter { seen.insert($0).inserted }
        }
    }

    /// Opens one of them after the other; an error says which one it is about.
    func forEach(_ body: (_ file: String, Session) async throws -> Void) async throws {
        for file in try files { try await Self.open(file) { try await body(file, $0) } }
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
