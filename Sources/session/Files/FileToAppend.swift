import Foundation
import SessionAnswers
import SessionStore

/// What `--file` of `session append` names: a path in the session, and where its content is now.
struct FileToAppend {
    private let name: String
    private let place: String
    /// Whether the content is where the path says.
    private let isInPlace: Bool

    /// - Parameter text: `PATH` or `PATH=FILE`.
    init(_ text: String) throws {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard let name = parts.first, let place = parts.last, !text.hasPrefix("="),
            !name.hasSuffix("/"), name != "."
        else {
            throw SessionError(
                .invalidInput, "\"\(text)\" names no file",
                hint: "--file is written PATH or PATH=FILE, such as --file src/a.py=new.py.")
        }
        (self.name, self.place, isInPlace) = (name, place, parts.count == 1)
    }

    /// The file as it is now, as an event.
    func draft(_ lookup: FileLookup, by actor: EventActor) async throws -> EventDraft {
        guard let content = FileManager.default.contents(atPath: place) else {
            throw SessionError(.fileNotFound, "\(place) cannot be read")
        }
        let path = try await path(lookup)
        // A file that lies elsewhere says what is in the session's file, not what it may do.
        let isRunnable = isInPlace && FileManager.default.isExecutableFile(atPath: place)
        let known = lookup.files.first { $0.path.utf8.elementsEqual(path.utf8) }
        let mode = isRunnable ? "100755" : known?.change.mode
        return .file(path, content: Array(content), mode: mode, by: actor)
    }

    /// The path in the session. One in short is the file whose path ends with it; a new file is
    /// made where the session knows none that does, or where the path is written in full.
    private func path(_ lookup: FileLookup) async throws -> String {
        let path = FilePath(name)
        guard !name.hasPrefix("./") else { return path.text }
        do {
            return try path.find(in: lookup.files, of: lookup.file, at: lookup.point).path
        } catch let error as SessionError where error.code == .fileUnknown {
            guard let other = try await lookup.other(path) else { return path.text }
            throw known(other)
        }
    }

    /// What is said of a short path that is that of a file elsewhere.
    private func known(_ other: FileLookup.Other) -> SessionError {
        let path = other.file.path
        return SessionError(
            .fileUnknown,
            "\"\(name)\" is no file at \(other.point); \(path) is "
                + (other.branch.map { "one on \($0)" } ?? "one that was removed there"),
            hint: "To add that one here, write its whole path: --file \(path)=\(place)\n"
                + "For a new file of that name: --file ./\(name)=\(place)")
    }
}
