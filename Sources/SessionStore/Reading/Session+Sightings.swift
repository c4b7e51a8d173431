public import SessionModel

/// What is known of files at a moment that the log does not tell of it: a second answer, which
/// stands in no state.
extension Session {
    /// The content that a tool found of a file, byte for byte.
    ///
    /// - Throws: ``SessionError/Code/fileUnknown`` where it was not found whole, or was erased.
    public func content(of sighting: FileSighting) async throws -> [UInt8] {
        try await read { view in
            if let content = try view.content(of: sighting) { return content }
            throw SessionError(
                .fileUnknown, "the content that was seen at \(sighting.point) is not in the log",
                hint: "\(.show(sighting.point.moment)) shows what is.")
        }
    }

    /// A file as it was found elsewhere on the line, where the log does not tell its content at the
    /// moment; nil where it does, where the file was not there, and where nothing is told of it.
    ///
    /// - Cost: the headers behind the moment, up to the file's first change.
    public func sighting(of path: String, at moment: Moment) async throws -> FileState? {
        try await read { view in
            let point = try view.resolve(moment)
            let entry = try view.latest(
                kind: .fileChanged, subject: path,
                on: view.line(point.branch), through: point.revision)
            let told = try entry.map {
                FileState(path, at: $0.revision, try view.file($0))
            }
            guard told?.size == nil, told?.change.isRemoved != true else { return nil }
            return try view.found([(path, told)], at: point).first
        }
    }

    /// The files at a moment; of those that the line tells nothing of up to there and changes
    /// later, and those whose content it does not tell there, as they were found elsewhere on the
    /// line.
    ///
    /// - Cost: the headers behind the moment, up to the first change of each such file.
    func filesSeen(at point: Point) async throws -> [FileState] {
        try await read { view in
            let line = try view.line(point.branch)
            let files = try view.files(
                on: line, through: point.revision, includingRemoved: true)
            var told: [[UInt8]: FileState] = [:]
            for file in files { told[Array(file.path.utf8)] = file }
            let paths = try view.newestOfEachSubject(
                kind: .fileChanged, on: line
            ).map(\.subject)
            let wanted = paths.map { ($0, told[Array($0.utf8)]) }
                .filter { $0.1?.size == nil && $0.1?.change.isRemoved != true }
            let found = try view.found(wanted, at: point)
            for file in found { told[Array(file.path.utf8)] = file }
            return told.values.filter { !$0.change.isRemoved }.sorted { $0.path < $1.path }
        }
    }

    /// The paths of all files that a line tells anything of: that it changes, or reads whole or in
    /// part.
    public func pathsTold(on branch: BranchName) async throws -> [String] {
        try await read { view in
            let line = try view.line(branch)
            let kinds = [EventKind.fileChanged, .toolReturned]
            return try kinds.flatMap {
                try view.newestOfEachSubject(kind: $0, on: line).map(\.subject)
            }
        }
    }
}

extension LogView {
    /// - Parameter wanted: paths, each with what the log tells of it at the point.
    fileprivate func found(
        _ wanted: [(path: String, told: FileState?)], at point: Point
    ) throws -> [FileState] {
        guard !wanted.isEmpty else { return [] }
        let sightings = try FileSightings(self, end(point))
        return try wanted.compactMap { path, told in
            guard
                case .file(let state)? = try sightings.find(
                    path, changed: told?.revision ?? 0)
            else { return nil }
            return told == nil || state.size != nil ? state : nil
        }.sorted { $0.path < $1.path }
    }
}
