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
                guard FileManager.default.isFolder(name) else {
                    files.append(name)
                    continue
                }
                let folder = SessionFolder(name)
                files += try folder.files().map { folder.path(of: $0) }
            }
            var seen: Set<String> = []
            return files.filter { seen.insert($0).inserted }
        }
    }
}
