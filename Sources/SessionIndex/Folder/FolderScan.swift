internal import Platform
internal import SessionStore

/// The sessions of a folder as the system tells them, none of them opened.
///
/// Cost: one or two questions to the system for each, about 2 µs.
struct FolderScan: Sendable {
    /// By name, of this folder alone, not of those in it.
    let stamps: [String: FileStamp]
    /// When it was made, in nanoseconds since 1970.
    let time: Int

    init(stamps: [String: FileStamp], time: Int) {
        self.stamps = stamps
        self.time = time
    }

    /// - Parameter names: looks at these alone, whatever they end with; nil: at all that count.
    /// - Throws: what `SessionFolder.check()` does.
    init(_ folder: SessionFolder, names: Set<String>? = nil, time: Int) throws {
        self.time = time
        guard let open = OpenFolder(folder.path) else {
            try folder.check()
            throw folder.unreadable(nil)
        }
        let found = open.names()
        let logs = Set(found.lazy.filter { $0.hasSuffix(FileStamp.logEnding) })
        var stamps: [String: FileStamp] = [:]
        for name in found where names?.contains(name) ?? SessionFolder.isName(name) {
            guard let file = open.facts(of: name) else { continue }
            let log = name + FileStamp.logEnding
            stamps[name] = FileStamp(
                file: file, log: logs.contains(log) ? open.facts(of: log) : nil)
        }
        self.stamps = stamps
    }
}
