/// Where the files of a log go below one folder, whatever their paths say.
///
/// The recorded working folder becomes the top where all absolute paths lie below it, otherwise the
/// longest folder that all of them have in common. Relative paths stand below the working folder.
/// What cannot be placed safely is left out, with the reason: a path that leads upwards, ends as a
/// folder's does (`ok/`, `ok/.`), has a zero byte, a name of more than 255 bytes or more than 128
/// folders, lies in `.git`, whose files can run programs, or needs the place of another file.
///
/// `C:\dir\x` is read as the absolute path `C:/dir/x`; other backslashes are part of a name.
public struct FilePlacement: Sendable {
    /// One file with its place: the names of the folders that lead to it, then its own.
    public struct Place: Sendable, Hashable {
        /// As the log has it.
        public let path: String
        /// None is empty, `.` or `..`.
        public let names: [String]
    }

    /// One file that has no place, and why.
    public struct LeftOut: Sendable, Hashable {
        /// As the log has it.
        public let path: String
        /// In words for whoever asked for the file.
        public let reason: String

        public init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }
    }

    /// What was taken away from absolute paths, such as `/home/ana/app`; nil: there are none.
    public let root: String?
    /// By path.
    public let places: [Place]
    /// By path; nothing is silently dropped.
    public let leftOut: [LeftOut]

    /// - Parameters:
    ///   - paths: as the log has them.
    ///   - workingFolder: the `cwd` that the log tells.
    ///   - root: the folder to be the top instead; files elsewhere are left out.
    public init(of paths: [String], workingFolder: String? = nil, root: String? = nil) {
        let sorted = paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let parsed = sorted.map { (path: $0, parsed: LoggedPath($0)) }
        let working = workingFolder.map { LoggedPath($0) }.flatMap { $0.isRoot ? $0.names : nil }
        let good = parsed.filter { $0.parsed.problem == nil }
        let absolute = good.filter { $0.parsed.isAbsolute }.map(\.parsed.names)
        let top = root.map { LoggedPath($0).names } ?? Self.top(absolute, working)
        self.root =
            absolute.isEmpty && root == nil ? nil : "/" + top.joined(separator: "/")

        var board = PlacementBoard()
        for (path, parsed) in parsed {
            if let problem = parsed.problem {
                board.leaveOut(path, problem)
                continue
            }
            let isBelow = parsed.isAbsolute || working != nil && self.root != nil
            let names =
                parsed.isAbsolute || !isBelow ? parsed.names : (working ?? []) + parsed.names
            if isBelow, !Self.isBelow(names, top) {
                board.leaveOut(path, "it does not lie below /" + top.joined(separator: "/"))
            } else {
                board.place(path, isBelow ? Array(names.dropFirst(top.count)) : names)
            }
        }
        places = board.places
        leftOut = board.leftOut
    }

    private static func top(_ absolute: [[String]], _ working: [String]?) -> [String] {
        if let working, absolute.allSatisfy({ isBelow($0, working) }) { return working }
        // Relative paths count as those of the working folder, which then has to fit in, too.
        let folders = absolute.map { Array($0.dropLast()) } + (working.map { [$0] } ?? [])
        return folders.dropFirst().reduce(folders.first ?? []) { common, folder in
            zip(common, folder).prefix { LoggedPath.isSame($0, $1) }.map(\.0)
        }
    }

    private static func isBelow(_ names: [String], _ folder: [String]) -> Bool {
        names.count > folder.count && zip(names, folder).allSatisfy { LoggedPath.isSame($0, $1) }
    }
}

/// The places that are taken so far.
private struct PlacementBoard {
    private(set) var places: [FilePlacement.Place] = []
    private(set) var leftOut: [FilePlacement.LeftOut] = []
    private var files: Set<[UInt8]> = []
    private var folders: Set<[UInt8]> = []

    mutating func leaveOut(_ path: String, _ reason: String) {
        leftOut.append(FilePlacement.LeftOut(path: path, reason: reason))
    }

    mutating func place(_ path: String, _ names: [String]) {
        let key = Self.key(names)
        let above = (1..<max(names.count, 1)).map { Self.key(Array(names.prefix($0))) }
        if files.contains(key) {
            leaveOut(path, "another file has its place, \(names.joined(separator: "/"))")
        } else if folders.contains(key) {
            leaveOut(path, "a folder has its place, \(names.joined(separator: "/"))")
        } else if above.contains(where: { files.contains($0) }) {
            leaveOut(path, "a file is where it needs a folder")
        } else {
            files.insert(key)
            folders.formUnion(above)
            places.append(FilePlacement.Place(path: path, names: names))
        }
    }

    /// Bytes: Swift's strings are equal where Unicode calls them equivalent, names are not.
    private static func key(_ names: [String]) -> [UInt8] {
        Array(names.map { Array($0.utf8) }.joined(separator: [0x2F]))
    }
}
