import Foundation

/// The repository that this file lies in, and what is in it.
enum Repository {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Paths below the root of every file in these folders, sorted.
    static func files(in folders: String..., ext: String) throws -> [String] {
        try folders.flatMap { folder -> [String] in
            let path = root.appending(path: folder).path
            guard FileManager.default.fileExists(atPath: path) else { return [] }
            return try FileManager.default.subpathsOfDirectory(atPath: path)
                .filter { $0.hasSuffix("." + ext) }
                .map { "\(folder)/\($0)" }
        }.sorted()
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// What lies at the top, without what git ignores.
    static func topLevel() throws -> [String] {
        let ignored = Set(
            try text(".gitignore").split(separator: "\n")
                .map { $0.hasSuffix("/") ? String($0.dropLast()) : String($0) })
        return try FileManager.default.contentsOfDirectory(atPath: root.path)
            .filter { !ignored.contains($0) }
            .sorted()
    }
}

/// One breach of a rule, as a compiler would print it.
func breach(_ path: String, _ line: Int, _ text: String) -> String {
    "\(path):\(line): \(text)"
}
