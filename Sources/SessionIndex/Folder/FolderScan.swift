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
    /// - Throws: what `SessionFolder.files()` does of a folder that cannot be read.
    init(_ folder: SessionFolder, names: Set<String>? = nil, time: Int) throws {
        self.time = time
        let found = FileSystem.names(in: folder.path)
        // Nothing at all is in none: not even the folder itself.
        if found.isEmpty { _ = try folder.files() }
        let logs = Set(found.filter { $0.hasSuffix(FileStamp.logEnding) })
        var stamps: [String: FileStamp] = [:]
        for name in found where names?.contains(name) ?? SessionFolder.isName(name) {
            stamps[name] = FileStamp(
                of: folder.path(of: name), mayHaveLog: logs.contains(name + FileStamp.logEnding))
        }
        self.stamps = stamps
    }
}
