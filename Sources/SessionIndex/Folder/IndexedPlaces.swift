internal import Platform
public import SessionStore

/// Folders and single files, listed and searched as one, each folder by its own index.
///
/// ```swift
/// let places = try await IndexedPlaces.open(["~/sessions"], isRecursive: true)
/// let answer = try await places.search(TextQuery("deadlock"))
/// try await places.close()
/// ```
public struct IndexedPlaces: Sendable {
    private struct Place {
        let index: FolderIndex
        /// These files alone; nil: the whole folder.
        let files: Set<String>?
    }

    private let places: [Place]

    /// Opens the indexes of what names stand for: a folder for all of its sessions, a file for
    /// itself.
    ///
    /// - Parameter isRecursive: whether folders below count, too.
    /// - Throws: ``SessionError/Code/fileNotFound`` where there is nothing of a name, and what
    ///   ``FolderIndex/open(_:options:)`` does.
    public static func open(
        _ names: [String], isRecursive: Bool = false, options: SessionOptions = SessionOptions()
    ) async throws -> IndexedPlaces {
        var files: [(folder: String, files: Set<String>?)] = []
        func add(_ folder: String, _ names: Set<String>?) {
            guard let known = files.firstIndex(where: { $0.folder == folder }) else {
                return files.append((folder, names))
            }
            let both = files[known].files.flatMap { old in names.map { old.union($0) } }
            files[known].files = both
        }
        for name in names {
            switch FileSystem.kind(of: name) {
            case .folder:
                for folder in try folders(name, isRecursive) { add(folder, nil) }
            case .missing:
                throw SessionError(
                    .fileNotFound, "\(name) does not exist",
                    hint: "Check the path; \(.listFolder(nil)) shows the sessions of a folder.")
            default:
                add(FileSystem.folder(of: name), [FileSystem.name(of: name)])
            }
        }
        var places: [Place] = []
        for (folder, files) in files {
            let index = try await FolderIndex.open(SessionFolder(folder), options: options)
            places.append(Place(index: index, files: files))
        }
        return IndexedPlaces(places: places)
    }

    /// A folder, and those below it that have sessions.
    private static func folders(_ path: String, _ isRecursive: Bool) throws -> [String] {
        let folder = SessionFolder(path)
        guard isRecursive else { return [path] }
        var seen: Set<String> = []
        return try
            ([path]
            + folder.files(isRecursive: true).map {
                FileSystem.folder(of: folder.path(of: $0))
            }).filter { seen.insert($0).inserted }
    }

    /// Folders whose indexes are not kept, since they cannot be written; those without sessions
    /// need none.
    public var unwritable: [String] {
        places.filter(\.index.isUnwritable).map { $0.index.folder.path }
    }

    /// Ends all use.
    public func close() async throws {
        for place in places { try await place.index.close() }
    }

    /// The sessions of all places; see ``FolderIndex/sessions(_:order:limit:progress:)``.
    public func sessions(
        _ filter: SessionFilter = SessionFilter(), order: SessionOrder = .newest,
        limit: Int? = nil, progress: FolderIndex.ProgressReport? = nil
    ) async throws -> [IndexedSession] {
        var all: [IndexedSession] = []
        for place in places {
            let sessions = try await place.index.sessions(
                filter, order: order, progress: progress)
            all += sessions.filter { place.files?.contains($0.name) ?? true }
        }
        let sorted = places.count == 1 ? all : order.sorted(all)
        return Array(sorted.prefix(max(limit ?? .max, 0)))
    }

    /// Searches all places; see ``FolderIndex/search(_:progress:)``. The best of all come first;
    /// forks and copies in different folders are hits of their own.
    public func search(
        _ query: TextQuery, progress: FolderIndex.ProgressReport? = nil
    ) async throws -> SearchAnswer {
        var answers: [SearchAnswer] = []
        for place in places {
            var query = query
            query.files = place.files
            answers.append(try await place.index.search(query, progress: progress))
        }
        return SearchAnswer(answers, limit: query.limit)
    }
}

extension SearchAnswer {
    fileprivate init(_ answers: [SearchAnswer], limit: Int) {
        let sorted = answers.flatMap(\.hits).enumerated()
            .sorted { ($1.element.score, $0.offset) < ($0.element.score, $1.offset) }
        let hits = answers.count == 1 ? answers[0].hits : sorted.map(\.element)
        self.init(
            hits: Array(hits.prefix(max(limit, 0))),
            counts: answers.reduce(into: [:]) { $0.merge($1.counts) { $0 + $1 } },
            sessions: answers.reduce(0) { $0 + $1.sessions },
            cuts: Set(answers.flatMap(\.cuts)).sorted { $0.ranked < $1.ranked },
            unread: answers.flatMap(\.unread))
    }
}
