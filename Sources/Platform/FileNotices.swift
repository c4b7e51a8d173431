#if os(Linux)
    internal import Dispatch

    /// What happens to files: an inotify(7) descriptor, read when there is something to read.
    package final class FileNotices: @unchecked Sendable {
        package struct Notice {
            package let watch: Int32
            package let mask: Int32
            /// The name in a watched folder; empty: the watched file or folder itself.
            package let name: String
        }

        private let descriptor: Int32
        private let source: any DispatchSourceRead
        private let queue = DispatchQueue(label: "session.file-events")
        private let take: @Sendable ([Notice]) -> Void

        /// Calls `take`, on a queue of its own, with what is new.
        package init(_ take: @escaping @Sendable ([Notice]) -> Void) throws {
            let descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
            guard descriptor >= 0 else { throw SystemError.last("files cannot be watched") }
            self.descriptor = descriptor
            self.take = take
            source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
            source.setEventHandler { take(Self.events(of: descriptor)) }
            source.setCancelHandler { close(descriptor) }
            source.resume()
        }

        /// Ends it; nothing is told any more once what is under way is.
        package func cancel() { source.cancel() }

        /// Tells what is new before it returns. Not to be called from where it is told.
        package func catchUp() {
            queue.sync { if !source.isCancelled { take(Self.events(of: descriptor)) } }
        }

        /// Watches a file or folder.
        ///
        /// - Parameter mask: what to tell of, as inotify_add_watch(2) has it.
        /// - Returns: the watch's number, the same for the same file; nil where there is none.
        package func watch(_ path: String, _ mask: Int32) throws -> Int32? {
            let watch = inotify_add_watch(descriptor, path, UInt32(mask))
            guard watch < 0 else { return watch }
            if errno == ENOENT { return nil }
            throw SystemError.last("\(path) cannot be watched")
        }

        package func unwatch(_ watch: Int32) { inotify_rm_watch(descriptor, watch) }

        private static func events(of descriptor: Int32) -> [Notice] {
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
