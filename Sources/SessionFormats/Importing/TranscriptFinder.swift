public import Foundation
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

    public init() {}

    /// The folders in which the tools keep their transcripts, those that are there.
    ///
    /// - Parameter home: the person's own folder.
    public static func usualPlaces(in home: URL) -> [String] {
        let places = TranscriptFormat.all.flatMap { $0.importer?.places ?? [] }
        return Set(places).sorted().map { home.appendingPathComponent($0).path }
            .filter { Self.isFolder($0) }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
            && isFolder.boolValue
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
            guard isFile ?? false, TranscriptFormat.endings.contains(url.pathExtension) else {
                continue
            }
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
