internal import Platform

/// What became of a folder's files since they were looked at, told without opening them.
struct FolderChanges {
    /// New ones, those that look otherwise, and those that may have changed unnoticed; by name.
    private var changed: [String]
    /// Files that were looked at and are not there.
    private(set) var gone: [FileRow] = []
    /// Files that have another name now.
    private(set) var moved: [(id: Int, name: String)] = []

    /// - Parameter names: what the scan is of; nil: of all of the folder.
    init(_ scan: FolderScan, known: [String: FileRow], names: Set<String>?) {
        changed = scan.stamps.compactMap { name, stamp in
            guard let row = known[name], row.stamp == stamp, !stamp.isYoung(at: row.seen) else {
                return name
            }
            return nil
        }.sorted()
        let missing = known.values.filter {
            names?.contains($0.name) ?? true && scan.stamps[$0.name] == nil
        }
        guard !missing.isEmpty else { return }
        let new = changed.filter { known[$0] == nil }
        // A file keeps its place on the disk when it gets another name.
        let places = Dictionary(new.map { (scan.stamps[$0]?.file.identity, $0) }) { $1 }
        for row in missing {
            if let name = places[row.stamp.file.identity] {
                moved.append((row.id, name))
            } else {
                gone.append(row)
            }
        }
    }

    var isEmpty: Bool { changed.isEmpty && gone.isEmpty && moved.isEmpty }

    /// The names of those to look at.
    mutating func takeChanged() -> [String] {
        defer { changed = [] }
        return changed
    }
}
