import Foundation
internal import Platform
import SessionStore

/// Finds the transcripts in folders, each by what it holds, and says of what else ends like one why
/// it is none.
///
/// ```swift
/// let finding = try TranscriptFinder().find(in: "sessions")
/// for file in finding.found { print(file.format.title, file.path) }
/// ```
public struct TranscriptFinder: Sendable {
    /// A file that is a transcript.
    public struct Found: Sendable, Hashable {
        /// Below the folder that was named.
        public var path: String
        /// What it holds.
        public var format: TranscriptFormat
    }

    /// A file that ends like a transcript and is none.
    public struct Skipped: Sendable, Hashable {
        /// Below the folder that was named.
        public var path: String
        /// Why, in words.
        public var reason: String
    }

    /// What a folder holds.
    public struct Finding: Sendable {
        /// By name.
        public var found: [Found] = []
        /// By name.
        public var skipped: [Skipped] = []
    }

    /// Folders that hold no transcripts, and very many files.
    private static let passedOver: Set<String> = [".git", "node_modules", ".build"]

    private static let endings = TranscriptFormat.endings.map { "." + $0 }

    public init() {}

    /// A folder and all below it, but for those that hold no transcripts; none where there is no
    /// such folder.
    static func folders(in folder: String) -> [String] {
        let root = URL(fileURLWithPath: folder)
        let keys: [URLResourceKey] = [.isDirectoryKey]
        guard FileSystem.kind(of: folder) == .folder,
            let walk = FileManager.default.enumerator(at: root, includingPropertiesForKeys: keys)
        else { return [] }
        var found = [root.path]
        for case let url as URL in walk {
            let isFolder = try? url.resourceValues(forKeys: [.isDirectoryKey]).isDirectory
            guard isFolder ?? false else { continue }
            if passedOver.contains(url.lastPathComponent) {
                walk.skipDescendants()
            } else {
                found.append(url.path)
            }
        }
        return found
    }

    /// Looks through a folder and all below it. The files of subagents belong to the transcripts
    /// that they lie beside, and are none of their own. Cost: the beginning of each file is read.
    public func find(in folder: String) throws -> Finding {
        try find(in: folder, detect: TranscriptImport.detect)
    }

    /// - Parameter detect: tells what a file holds.
    func find(
        in folder: String, detect: (_ path: String) throws -> TranscriptFormat
    ) throws -> Finding {
        let root = URL(fileURLWithPath: folder)
        let keys: [URLResourceKey] = [.isRegularFileKey, .isDirectoryKey]
        guard
            let walk = FileManager.default.enumerator(
                at: root, includingPropertiesForKeys: keys, options: [])
        else {
            throw SessionError(.noPermission, "the folder \(folder) cannot be read")
        }
        var paths: [String] = []
        for case let url as URL in walk {
            if Self.passedOver.contains(url.lastPathComponent) { walk.skipDescendants() }
            let isFile = try? url.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile
            guard isFile ?? false, Self.endings.contains(where: url.lastPathComponent.hasSuffix)
            else { continue }
            paths.append(url.path)
        }
        return sort(paths.sorted(), detect)
    }

    private func sort(
        _ paths: [String], _ detect: (_ path: String) throws -> TranscriptFormat
    ) -> Finding {
        var finding = Finding()
        var belonging: Set<String> = []
        for path in paths {
            do {
                let format = try detect(path)
                finding.found.append(Found(path: path, format: format))
                belonging.formUnion(format.importer?.companions(of: path) ?? [])
            } catch let error as SessionError {
                finding.skipped.append(Skipped(path: path, reason: error.message))
            } catch {
                finding.skipped.append(Skipped(path: path, reason: "\(error)"))
            }
        }
        finding.found.removeAll { belonging.contains($0.path) }
        finding.skipped.removeAll { belonging.contains($0.path) }
        return finding
    }
}
