import Foundation
internal import Platform
import SessionStore

/// What is in folders, and when something happens there.
struct FolderSight {
    private let folders: [String]
    private let notice: @Sendable () -> Void
    private var watches: [String: FolderWatch] = [:]
    /// Of each folder that is not there yet: the nearest one above it that is.
    private var awaited: [String: (above: String, watch: FolderWatch)] = [:]
    /// Of each transcript: what the system says of it and of the files that go with it.
    private var seen: [String: [FileSystem.Facts?]] = [:]
    /// Of each file that may be one: what it was found to be, as long as it stays as it was.
    private var known: [String: Sighting] = [:]

    private struct Sighting {
        let facts: FileSystem.Facts?
        let format: Result<TranscriptFormat, any Error>
    }

    init(_ folders: [String], _ notice: @escaping @Sendable () -> Void) {
        self.folders = folders
        self.notice = notice
    }

    /// The transcripts that are new, or not as they were, with the files that go with them.
    mutating func changed() throws -> [String] {
        try watch()
        var changed: [String] = []
        var now: [String: [FileSystem.Facts?]] = [:]
        let known = known
        var looked: [String: Sighting] = [:]
        for folder in folders {
            let finding = try? TranscriptFinder().find(in: folder) { path in
                let sighting = Self.sighting(of: path, known[path])
                looked[path] = sighting
                return try sighting.format.get()
            }
            for found in finding?.found ?? [] where found.format.goesOn {
                let companions = found.format.importer?.companions(of: found.path) ?? []
                let facts = ([found.path] + companions).map { FileSystem.facts(of: $0) }
                now[found.path] = facts
                if seen[found.path] != facts { changed.append(found.path) }
            }
        }
        self.known = looked
        seen = now
        return changed
    }

    /// Watches each folder that is there, and no other. They are watched before they are looked
    /// through, so that nothing is missed in between.
    private mutating func watch() throws {
        watches = watches.filter { $0.value.isInPlace }
        for folder in folders {
            look(for: folder)
            for path in TranscriptFinder.folders(in: folder) where watches[path] == nil {
                let notice = notice
                watches[path] = try? FolderWatch(path) { _ in notice() }
            }
        }
    }

    /// Sees to it that it is told when a folder comes that is not there yet: of the nearest one
    /// above it nothing else is looked at.
    private mutating func look(for folder: String) {
        guard FileSystem.kind(of: folder) != .folder else {
            awaited[folder] = nil
            return
        }
        var (above, next) = (FileSystem.folder(of: folder), FileSystem.name(of: folder))
        while FileSystem.kind(of: above) != .folder, above.count > 1 {
            (above, next) = (FileSystem.folder(of: above), FileSystem.name(of: above))
        }
        if let old = awaited[folder], old.above == above, old.watch.isInPlace { return }
        let (notice, name) = (notice, next)
        let watch = try? FolderWatch(above) { if $0 == nil || $0 == name { notice() } }
        awaited[folder] = watch.map { (above, $0) }
        // It may have come meanwhile.
        if FileSystem.kind(of: above + "/" + name) == .folder { notice() }
    }

    /// Reads the beginning of a file that is not as it was.
    private static func sighting(of path: String, _ known: Sighting?) -> Sighting {
        let facts = FileSystem.facts(of: path)
        if let known, known.facts == facts { return known }
        return Sighting(facts: facts, format: Result { try TranscriptImport.detect(path) })
    }
}
