#if !os(Linux)
    internal import Dispatch
    internal import Platform
    internal import Synchronization

    /// What ``FileEvents`` is on Linux, with kqueue's file events: the folder and the lock file of
    /// each session are opened for their events alone (`O_EVTONLY`), the session itself never: what
    /// is copied over it shows when its folder or its lock file changes next.
    final class FileEvents: Sendable {
        static let shared = FileEvents()

        private struct State {
            var places: [Int: Place] = [:]
            var lastID = 0
        }

        private let state = Mutex(State())

        /// Calls `listener`, on a queue of its own, from before this returns until ``remove(_:)``.
        func add(_ path: String, _ listener: @escaping FileListener) throws -> Int {
            let place = try Place(path, listener)
            return state.withLock { state in
                state.lastID += 1
                state.places[state.lastID] = place
                return state.lastID
            }
        }

        func remove(_ id: Int) {
            state.withLock { $0.places.removeValue(forKey: id) }?.cancel()
        }
    }

    /// One session's folder and lock file. Its own are touched on its queue alone.
    private final class Place: @unchecked Sendable {
        private let path: String
        private let listener: FileListener
        private let queue = DispatchQueue(label: "session.file-events")
        private var folder: (any DispatchSourceFileSystemObject)?
        private var lock: (any DispatchSourceFileSystemObject)?

        init(_ path: String, _ listener: @escaping FileListener) throws {
            self.path = path
            self.listener = listener
            let place = FileSystem.folder(of: path)
            folder = source(of: place, [.write, .rename, .delete]) { [weak self] in
                self?.watchLock()
                listener(.closed)
                listener(.named(isMoved: false))
            }
            guard folder != nil else {
                throw LogError.system("the folder \(place) cannot be watched")
            }
            queue.sync { watchLock() }
        }

        func cancel() {
            queue.async {
                self.folder?.cancel()
                self.lock?.cancel()
            }
        }

        /// Watches the lock file that there is now, if there is one.
        private func watchLock() {
            lock?.cancel()
            lock = source(of: WriterLock.path(beside: path), [.attrib, .write, .delete]) {
                [listener] in listener(.written)
            }
        }

        private func source(
            of path: String, _ mask: DispatchSource.FileSystemEvent,
            _ handler: @escaping @Sendable () -> Void
        ) -> (any DispatchSourceFileSystemObject)? {
            let descriptor = open(path, O_EVTONLY | O_CLOEXEC)
            guard descriptor >= 0 else { return nil }
            let source = DispatchSource.makeFileSystemObjectSource(
                fileDescriptor: descriptor, eventMask: mask, queue: queue)
            source.setEventHandler(handler: handler)
            source.setCancelHandler { close(descriptor) }
            source.resume()
            return source
        }
    }
#endif
