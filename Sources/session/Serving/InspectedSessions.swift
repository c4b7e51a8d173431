import ArgumentParser
import Foundation
import SessionAnswers
import SessionStore

/// What `session inspect` shows: which folders, and where in them it opens.
struct InspectedSessions {
    /// Absolute, each once.
    private(set) var folders: [String] = []
    /// Files that were named, by the session in them.
    private(set) var paths: [String: String] = [:]
    /// The page's address behind the `#`: the first session that was named, and the moment.
    private(set) var address = "/"

    /// - Parameter named: files, folders, and behind a file a moment.
    /// - Throws: for what is neither, with what it could have been.
    init(_ named: [String]) async throws {
        for name in named.isEmpty ? ["."] : named {
            if SessionFolder.isFolder(name) {
                add(folder: name)
            } else if paths.count == 1, !FileManager.default.fileExists(atPath: name) {
                address += "/\(try await moment(name))"
            } else {
                try await add(file: name)
            }
        }
    }

    private mutating func add(folder: String) {
        let path = Self.absolute(folder)
        if !folders.contains(path) { folders.append(path) }
    }

    private mutating func add(file: String) async throws {
        let id = try await Session.useOne(file) { $0.id }
        let path = Self.absolute(file)
        add(folder: URL(filePath: path).deletingLastPathComponent().path)
        if paths.isEmpty { address = "/\(id)" }
        paths[id] = path
    }

    /// A moment of the session that was named, as the page's address has it.
    private func moment(_ text: String) async throws -> String {
        guard let path = paths.values.first else { return "" }
        let moment = try Moment(text, clock: LocalTime.clock)
        return try await Session.useOne(path) { session in
            let point = try await session.resolve(moment)
            return "\(point.branch)@\(point.revision)"
        }
    }

    private static func absolute(_ path: String) -> String {
        URL(filePath: path).standardizedFileURL.path
    }
}
