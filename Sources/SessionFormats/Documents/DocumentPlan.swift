internal import Crypto
import Foundation
import SessionStore
internal import Texts

/// A first reading of a document: which records there are, where, in which order they are taken,
/// and what stands between them.
struct DocumentPlan<Format: DocumentFormat> {
    /// One record of the document.
    struct Entry {
        let place: Range<Int>
        let line: Int
        let link: RecordLink?
        let damage: String?
        /// Where it stands, of a document that is many files.
        let file: BundleFile?
        /// By what it says, and by its own id.
        let key: RecordKey
        let id: RecordKey?
        /// The entry that it follows; nil: it is a first one.
        var parent: Int?
    }

    private(set) var entries: [Entry] = []
    /// The entries in an order in which each comes behind the one that it follows.
    private(set) var order: [Int] = []
    private(set) var gaps = RecordGaps()
    private(set) var head: DocumentHead
    /// The first time that a record tells.
    private(set) var firstTime: Timestamp?
    /// The first working folder that a record tells.
    private var folder: String?
    private(set) var unfinishedBytes = 0
    private(set) var bytes = 0
    private(set) var sha256 = ""
    private(set) var secrets: [(range: Range<Int>, name: String)] = []

    private var hash = SHA256()
    private var parents: [RecordKey?] = []
    private var firstID: String?

    init(_ path: String, _ part: DocumentPart?, isMasking: Bool) throws {
        head = DocumentHead([])
        var rest: [UInt8] = part?.frame.first ?? []
        for file in try Format.files(of: path) ?? [BundleFile(name: nil, path: path)] {
            var reader = try DocumentReader(
                file.path, Format.shape, from: part?.place.lowerBound ?? 0,
                count: part?.place.count, line: part?.line ?? 1)
            defer { reader.close() }
            rest = try read(&reader, of: file, behind: rest, isMasking: isMasking)
        }
        gaps.end = rest + (part?.frame.end ?? [])
        hash.update(data: gaps.end)
        bytes += gaps.end.count
        sha256 = EventDigest(Array(hash.finalize()))?.description ?? ""
        head.id = head.id ?? firstID
        link(parents)
    }

    /// - Parameter rest: what stands before the first record.
    /// - Returns: what stands behind the last one.
    private mutating func read(
        _ reader: inout DocumentReader, of file: BundleFile, behind rest: [UInt8], isMasking: Bool
    ) throws -> [UInt8] {
        var rest = rest
        while let piece = try reader.next() {
            try Task.checkCancellation()
            let (entry, parent, time) = take(piece, of: file, isMasking: isMasking)
            if entries.isEmpty, piece.source.damage == nil {
                firstID = Format.id(of: JSON(unchecked: piece.source.bytes))
            }
            let gap = rest + piece.source.gap
            rest = []
            for text in [gap, piece.source.bytes] {
                hash.update(data: text)
                bytes += text.count
            }
            gaps.pass(behind: gap)
            entries.append(entry)
            parents.append(parent)
            firstTime = firstTime ?? time
        }
        unfinishedBytes += reader.unfinishedBytes
        if entries.count <= 1 || file.name == nil { head = Format.head(reader.head) }
        return rest + reader.end
    }

    private mutating func take(
        _ piece: DocumentReader.Piece, of file: BundleFile, isMasking: Bool
    ) -> (Entry, parent: RecordKey?, time: Timestamp?) {
        var source = piece.source
        let found = SecretScanner.shared.ranges(in: source.bytes)
        secrets += found
        if isMasking, !found.isEmpty, let masked = SecretScanner.shared.mask(source.bytes) {
            source.bytes = masked
        }
        let record = Format.Record(source)
        folder = folder ?? record.workingFolder
        let entry = Entry(
            place: piece.place, line: source.line, link: source.link, damage: source.damage,
            file: file, key: RecordKey(source.bytes[...]), id: record.id, parent: nil)
        return (entry, record.parent, record.time)
    }

    /// Finds what each record follows, and the order in which they are taken.
    private mutating func link(_ parents: [RecordKey?]) {
        guard !Format.isList else {
            for index in entries.indices.dropFirst() { entries[index].parent = index - 1 }
            order = Array(entries.indices)
            return
        }
        var byID: [RecordKey: Int] = [:]
        for (index, entry) in entries.enumerated() {
            if let id = entry.id { byID[id] = byID[id] ?? index }
        }
        var children: [[Int]] = Array(repeating: [], count: entries.count)
        var roots: [Int] = []
        for (index, parent) in parents.enumerated() {
            if let above = parent.flatMap({ byID[$0] }), above != index {
                entries[index].parent = above
                children[above].append(index)
            } else {
                roots.append(index)
            }
        }
        order = Self.order(roots, children)
        // What follows itself hangs on nothing.
        let reached = Set(order)
        for index in entries.indices where !reached.contains(index) {
            entries[index].parent = nil
            order.append(index)
        }
    }

    /// In the order of the document wherever each stands behind its parent, else by depth.
    private static func order(_ roots: [Int], _ children: [[Int]]) -> [Int] {
        var found: [Int] = []
        var waiting = Array(roots.reversed())
        while let index = waiting.popLast() {
            found.append(index)
            waiting += children[index].reversed()
        }
        let sorted = found.sorted()
        var isBehind = Array(repeating: false, count: children.count)
        for root in roots { isBehind[root] = true }
        for index in sorted {
            guard isBehind[index] else { return found }
            for child in children[index] { isBehind[child] = true }
        }
        return sorted
    }

    /// Where the work was done; nil: nothing tells it.
    func workingFolder(beside path: String) -> String? {
        Format.workingFolder(beside: path)
            ?? head.settings.first { $0.subject == "cwd" }?.value.string ?? folder
    }

    /// The files of the records, where there are many; nil: there is one.
    var files: [String]? {
        let names = entries.map { $0.file?.name ?? "" }
        return names.contains { !$0.isEmpty } ? names : nil
    }

    /// The entry where the conversation stands.
    var current: Int? {
        let named = head.current.flatMap { name in
            let key = RecordKey(.string(name))
            return entries.firstIndex { $0.id == key }
        }
        return named ?? entries.indices.last
    }
}
