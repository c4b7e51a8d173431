import Foundation
import Generators

/// What a disk holds of a journal up to a step: all that was written, and what of it is certain.
struct CrashDisk {
    /// What is left of the writes that were not synced when the machine stops.
    enum Kind: CaseIterable {
        /// All of them: the program was killed, the machine goes on.
        case all
        /// None.
        case synced
        /// Some, each possibly torn at a sector's end.
        case torn
    }

    private enum Change {
        case write(offset: Int, bytes: Range<Int>)
        case truncate(Int)
    }

    private struct File {
        var written: [UInt8] = []
        var synced: [UInt8] = []
        /// What was written since the last sync, in order.
        var open: [Change] = []
    }

    private struct Naming {
        let path: String
        /// Nil: nothing has the name any more.
        let file: Int?
    }

    private static let sector = 512

    private let journal: CrashJournal
    private var files: [Int: File] = [:]
    private var certain: [String: Int] = [:]
    /// Names given and taken since their folder was synced, in order: a journaling file system
    /// keeps a beginning of them.
    private var recent: [Naming] = []

    init(_ journal: CrashJournal) { self.journal = journal }

    mutating func take(_ step: CrashJournal.Step) {
        switch step {
        case .create(let file, let path):
            files[file] = File()
            recent.append(Naming(path: path, file: file))
        case .open(let file, let path, let content):
            let bytes = [UInt8](journal.bytes[content])
            files[file] = File(written: bytes, synced: bytes)
            certain[path] = file
        case .write(let file, let offset, let bytes):
            change(file, .write(offset: offset, bytes: bytes))
        case .truncate(let file, let size): change(file, .truncate(size))
        case .sync(let file):
            guard let written = files[file]?.written else { return }
            files[file]?.synced = written
            files[file]?.open = []
        case .folder(let folder):
            for naming in recent where Self.folder(of: naming.path) == folder {
                certain[naming.path] = naming.file
            }
            recent.removeAll { Self.folder(of: $0.path) == folder }
        case .name(let file, let path): recent.append(Naming(path: path, file: file))
        case .unname(let path): recent.append(Naming(path: path, file: nil))
        case .mark: break
        }
    }

    private static func folder(of path: String) -> Substring {
        path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
    }

    private mutating func change(_ file: Int, _ change: Change) {
        guard var known = files.removeValue(forKey: file) else { return }
        apply(change, to: &known.written)
        known.open.append(change)
        files[file] = known
    }

    /// - Parameter part: of the bytes written.
    private func apply(_ change: Change, to bytes: inout [UInt8], part: Range<Int>? = nil) {
        switch change {
        case .truncate(let size):
            if size < bytes.count { bytes.removeLast(bytes.count - size) }
            bytes += repeatElement(0, count: max(0, size - bytes.count))
        case .write(let offset, let range):
            let part = part ?? 0..<range.count
            let (start, end) = (offset + part.lowerBound, offset + part.upperBound)
            bytes += repeatElement(0, count: max(0, end - bytes.count))
            let source = journal.bytes[
                range.lowerBound + part.lowerBound..<range.lowerBound
                    + part.upperBound]
            bytes.replaceSubrange(start..<end, with: source)
        }
    }

    // MARK: Images

    /// What is left, by path.
    func image(_ kind: Kind, _ random: inout Seeded) -> [String: [UInt8]] {
        var names = certain
        let kept =
            switch kind {
            case .all: recent.count
            case .synced: 0
            case .torn: random.number(0...recent.count)
            }
        for naming in recent.prefix(kept) { names[naming.path] = naming.file }
        var image: [String: [UInt8]] = [:]
        for (path, number) in names.sorted(by: { $0.key < $1.key }) {
            guard let file = files[number] else { continue }
            switch kind {
            case .all: image[path] = file.written
            case .synced: image[path] = file.synced
            case .torn: image[path] = torn(file, &random)
            }
        }
        return image
    }

    private func torn(_ file: File, _ random: inout Seeded) -> [UInt8] {
        var bytes = file.synced
        for change in file.open where random.number(0...1) == 0 {
            guard case .write(let offset, let range) = change, random.number(0...3) == 0 else {
                apply(change, to: &bytes)
                continue
            }
            let first = Self.sector - offset % Self.sector
            guard first < range.count else {
                apply(change, to: &bytes)
                continue
            }
            let sectors = (range.count - first) / Self.sector
            let tear = first + Self.sector * random.number(0...sectors)
            guard tear < range.count else { continue }
            apply(
                change, to: &bytes,
                part: random.number(0...1) == 0 ? 0..<tear : tear..<range.count)
        }
        return bytes
    }
}
