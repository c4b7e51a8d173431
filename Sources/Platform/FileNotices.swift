#if os(Linux)
    internal import Dispatch
    internal import Synchronization

    /// What happens to files that somebody watches: inotify(7). All of a process share a descriptor
    /// (a user has but 128), which is open while there is somebody to tell.
    package final class FileNotices: Sendable {
        package struct Notice: Sendable {
            package let watch: Int32
            package let mask: Int32
            /// The name in a watched folder; empty: the watched file or folder itself.
            package let name: String
        }

        private let number: Int

        /// Calls `take`, on a queue that all share, with what is new.
        package init(_ take: @escaping @Sendable ([Notice]) -> Void) throws {
            number = try NoticeStream.shared.enter(take)
        }

        /// Ends it; nothing is told any more once what is under way is.
        package func cancel() { NoticeStream.shared.leave(number) }

        /// Tells what is new before it returns. Not to be called from where it is told.
        package func catchUp() { NoticeStream.shared.catchUp() }

        /// Watches a file or folder.
        ///
        /// - Parameter mask: what to tell of, as inotify_add_watch(2) has it.
        /// - Returns: the watch's number, the same for the same file; nil where there is none.
        package func watch(_ path: String, _ mask: Int32) throws -> Int32? {
            try NoticeStream.shared.watch(path, mask, for: number)
        }

        package func unwatch(_ watch: Int32) { NoticeStream.shared.unwatch(watch, for: number) }
    }

    /// The descriptor, and who is told what comes from it.
    private final class NoticeStream: Sendable {
        typealias Notice = FileNotices.Notice
        typealias Listener = @Sendable ([Notice]) -> Void

        static let shared = NoticeStream()

        private struct State {
            /// Nil: there is nobody to tell.
            var source: Source?
            var listeners: [Int: Listener] = [:]
            /// By the number of a watch: who is told of what.
            var watches: [Int32: [Int: Int32]] = [:]
            var last = 0

            /// Whether a notice is for a listener. That a watch has ended, and that notices were
            /// lost, is told unasked.
            func tells(_ listener: Int, _ notice: Notice) -> Bool {
                if notice.mask & IN_Q_OVERFLOW != 0 { return true }
                guard let mask = watches[notice.watch]?[listener] else { return false }
                return notice.mask & (mask | IN_IGNORED | IN_UNMOUNT) != 0
            }
        }

        private struct Source {
            /// Another one for each: numbers of descriptors and watches come again.
            let number: Int
            let descriptor: Int32
            let events: any DispatchSourceRead
        }

        private let state = Mutex(State())
        private let queue = DispatchQueue(label: "session.file-events")

        // MARK: Listeners

        func enter(_ take: @escaping Listener) throws -> Int {
            try state.withLock { state in
                state.last += 1
                if state.source == nil { state.source = try open(state.last) }
                state.listeners[state.last] = take
                return state.last
            }
        }

        private func open(_ number: Int) throws -> Source {
            let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
            guard descriptor >= 0 else { throw SystemError.last("files cannot be watched") }
            let events = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
            events.setEventHandler { [weak self] in
                self?.pass(Self.notices(of: descriptor), from: number)
            }
            events.setCancelHandler { close(descriptor) }
            events.resume()
            return Source(number: number, descriptor: descriptor, events: events)
        }

        func leave(_ listener: Int) {
            state.withLock { state in
                for watch in state.watches.keys { drop(watch, of: listener, &state) }
                state.listeners[listener] = nil
                guard state.listeners.isEmpty else { return }
                state.source?.events.cancel()
                state.source = nil
            }
        }

        // MARK: Watches

        func watch(_ path: String, _ mask: Int32, for listener: Int) throws -> Int32? {
            try state.withLock { state in
                guard let descriptor = state.source?.descriptor else { return nil }
                // Others may watch the same file for something else.
                let watch = inotify_add_watch(descriptor, path, UInt32(mask | IN_MASK_ADD))
                guard watch >= 0 else {
                    if errno == ENOENT { return nil }
                    throw SystemError.last("\(path) cannot be watched")
                }
                state.watches[watch, default: [:]][listener, default: 0] |= mask
                return watch
            }
        }

        func unwatch(_ watch: Int32, for listener: Int) {
            state.withLock { drop(watch, of: listener, &$0) }
        }

        private func drop(_ watch: Int32, of listener: Int, _ state: inout State) {
            guard state.watches[watch]?.removeValue(forKey: listener) != nil,
                state.watches[watch]?.isEmpty == true
            else { return }
            state.watches[watch] = nil
            if let descriptor = state.source?.descriptor { inotify_rm_watch(descriptor, watch) }
        }

        // MARK: What happened

        func catchUp() {
            queue.sync {
                // It is closed on this queue, and so not meanwhile.
                guard let source = state.withLock({ $0.source }) else { return }
                pass(Self.notices(of: source.descriptor), from: source.number)
            }
        }

        /// Tells each listener what it watches for.
        private func pass(_ notices: [Notice], from source: Int) {
            let told = state.withLock { state -> [(take: Listener, notices: [Notice])] in
                guard state.source?.number == source else { return [] }
                let told = state.listeners.map { listener, take in
                    (take, notices.filter { state.tells(listener, $0) })
                }
                for notice in notices where notice.mask & IN_IGNORED != 0 {
                    state.watches[notice.watch] = nil
                }
                return told
            }
            for (take, notices) in told where !notices.isEmpty { take(notices) }
        }

        private static func notices(of descriptor: Int32) -> [Notice] {
            let header = MemoryLayout<inotify_event>.size
            return withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 8) { buffer in
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                var events: [Notice] = []
                var offset = 0
                while offset + header <= count {
                    let event = buffer.load(fromByteOffset: offset, as: inotify_event.self)
                    let name = buffer[(offset + header)..<(offset + header + Int(event.len))]
                    events.append(
                        Notice(
                            watch: event.wd, mask: Int32(bitPattern: event.mask),
                            name: String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)))
                    offset += header + Int(event.len)
                }
                return events
            }
        }
    }
#endif
