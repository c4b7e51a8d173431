/// What the operating system tells of a session's file.
enum FileEvent: Sendable {
    /// Something may have been written.
    case written
    /// Somebody who could have written to the session's file itself has closed it.
    case closed
    /// The session's name may stand for another file now, or for none.
    case named(isMoved: Bool)
    /// Nothing more can be told, for this reason.
    case failed(LogError)
}

typealias FileListener = @Sendable (FileEvent) -> Void

#if os(Linux)
    internal import Platform
    internal import Synchronization

    /// Tells when somebody wrote to a session, or took its file away: inotify(7), one descriptor
    /// for all sessions of the process (a user has but 128), read when the kernel says so.
    ///
    /// Three things are watched of each session. The file beside it that writers lock
    /// (``WriterLock``): whoever has committed touches it. The log itself would tell too early:
    /// SQLite writes it before the commit can be seen, and what makes it seen is shared memory, of
    /// which no event tells. And the folder: the session's name in it, and the lock file's, which
    /// comes and goes with its writers. And the closing of the session's file after writing: SQLite
    /// does not notice when somebody copies another file over it. Nothing is opened.
    final class FileEvents: Sendable {
        static let shared = FileEvents()

        private struct Place {
            let path: String
            let folder: Int32
            let file: Int32
            var lock: Int32?
            let listener: FileListener

            var name: String { String(path.dropFirst(FileSystem.folder(of: path).count + 1)) }
        }

        private struct State {
            var stream: FileNotices?
            var places: [Int: Place] = [:]
            /// Places by the number that the kernel gave what is watched of them.
            var byWatch: [Int32: Set<Int>] = [:]
            var lastID = 0
        }

        private let state = Mutex(State())

        private static let ofFolder =
            IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_MOVE_SELF | IN_DELETE_SELF
            | IN_ONLYDIR
        /// Whoever has committed closes it once more (``WriterLock/touch()``), and a writer that is
        /// killed before that closes what it had open.
        private static let ofLock = IN_CLOSE_NOWRITE | IN_CLOSE_WRITE

        /// Calls `listener`, on a queue of its own, from before this returns until ``remove(_:)``.
        func add(_ path: String, _ listener: @escaping FileListener) throws -> Int {
            try state.withLock { state in
                let stream =
                    try state.stream
                    ?? logErrors { try FileNotices { [weak self] in self?.take($0) } }
                state.stream = stream
                defer { stopIfUnused(&state) }
                let folder = FileSystem.folder(of: path)
                state.lastID += 1
                let id = state.lastID
                let place = try Place(
                    path: path, folder: Self.watch(folder, Self.ofFolder, stream),
                    file: Self.watch(path, IN_CLOSE_WRITE, stream), listener: listener)
                state.places[id] = place
                for watch in [place.folder, place.file] {
                    state.byWatch[watch, default: []].insert(id)
                }
                do { try watchLock(of: id, &state) } catch {
                    remove(id, &state)
                    throw error
                }
                return id
            }
        }

        private static func watch(
            _ path: String, _ mask: Int32, _ stream: FileNotices
        ) throws -> Int32 {
            guard let watch = try logErrors({ try stream.watch(path, mask) }) else {
                throw LogError(.fileGone, "\(path) is not there any more")
            }
            return watch
        }

        func remove(_ id: Int) {
            state.withLock { state in
                remove(id, &state)
                stopIfUnused(&state)
            }
        }

        private func remove(_ id: Int, _ state: inout State) {
            guard let place = state.places.removeValue(forKey: id) else { return }
            for watch in [place.folder, place.file, place.lock].compactMap({ $0 }) {
                drop(watch, of: id, &state)
            }
        }

        private func drop(_ watch: Int32, of id: Int, _ state: inout State) {
            guard var ids = state.byWatch[watch] else { return }
            ids.remove(id)
            state.byWatch[watch] = ids.isEmpty ? nil : ids
            if ids.isEmpty { state.stream?.unwatch(watch) }
        }

        private func stopIfUnused(_ state: inout State) {
            guard state.places.isEmpty else { return }
            state.stream?.cancel()
            state.stream = nil
            state.byWatch = [:]
        }

        /// Watches the lock file that there is now, if there is one: its creation is told by the
        /// folder.
        private func watchLock(of id: Int, _ state: inout State) throws {
            guard let place = state.places[id], let stream = state.stream else { return }
            let path = WriterLock.path(beside: place.path)
            let watch = try logErrors { try stream.watch(path, Self.ofLock) }
            guard watch != place.lock else { return }
            if let old = place.lock { drop(old, of: id, &state) }
            state.places[id]?.lock = watch
            if let watch { state.byWatch[watch, default: []].insert(id) }
        }

        // MARK: What happened

        /// Takes events off the descriptor and passes on what they mean.
        private func take(_ events: [FileNotices.Notice]) {
            let calls = state.withLock { state in
                events.flatMap { deliveries(of: $0, &state) }
            }
            for (listener, event) in calls { listener(event) }
        }

        private func deliveries(
            of event: FileNotices.Notice, _ state: inout State
        ) -> [(FileListener, FileEvent)] {
            let isLost = event.mask & IN_Q_OVERFLOW != 0
            let ids = isLost ? Set(state.places.keys) : state.byWatch[event.watch] ?? []
            if event.mask & IN_IGNORED != 0 { state.byWatch[event.watch] = nil }
            return ids.flatMap { id -> [(FileListener, FileEvent)] in
                guard let place = state.places[id] else { return [] }
                let found = isLost ? nil : meaning(of: event, for: place)
                if found == .nothing { return [] }
                if found == .lock || isLost {
                    do { try watchLock(of: id, &state) } catch {
                        let error = error as? LogError ?? LogError(.ioFailed, "\(error)")
                        return [(place.listener, .failed(error))]
                    }
                }
                if found == .file { return [(place.listener, .closed)] }
                let isNamed = found == .name || isLost
                return isNamed
                    ? [(place.listener, .named(isMoved: event.mask & IN_MOVED_FROM != 0))]
                    : [(place.listener, .written)]
            }
        }

        private enum Meaning { case nothing, lock, name, file, touch }

        private func meaning(of event: FileNotices.Notice, for place: Place) -> Meaning {
            if event.watch == place.lock {
                return event.mask & IN_IGNORED != 0 ? .lock : .touch
            }
            if event.watch == place.file {
                return event.mask & IN_IGNORED != 0 ? .name : .file
            }
            guard !event.name.isEmpty else { return .name }
            if event.name == place.name { return .name }
            let isNew = event.mask & (IN_CREATE | IN_MOVED_TO) != 0
            return isNew && event.name == WriterLock.path(beside: place.name) ? .lock : .nothing
        }
    }
#endif
