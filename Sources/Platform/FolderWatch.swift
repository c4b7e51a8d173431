internal import CPlatform
internal import Dispatch

/// Tells when something happens in a folder: files that come, go, get another name, or are written.
/// Ends when it is let go of.
package final class FolderWatch: @unchecked Sendable {
    private let path: String
    private let place: FileSystem.Identity?

    /// Whether the folder's path still leads to the one that is watched.
    package var isInPlace: Bool { place != nil && FileSystem.Identity(path) == place }

    #if os(Linux)
        private let notices: FileNotices

        private static let mask =
            IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_MODIFY | IN_CLOSE_WRITE
            | IN_ATTRIB | IN_ONLYDIR

        /// Calls `take`, on a queue of its own, with the name of what happened; nil: not known.
        ///
        /// - Throws: where there is no such folder, or no more can be watched.
        package init(_ folder: String, _ take: @escaping @Sendable (String?) -> Void) throws {
            (path, place) = (folder, FileSystem.Identity(folder))
            notices = try FileNotices { notices in
                for notice in notices { take(notice.name.isEmpty ? nil : notice.name) }
            }
            guard try notices.watch(folder, Self.mask) != nil else {
                throw SystemError(.fileNotFound, "there is no folder \(folder)")
            }
        }

        package func end() { notices.cancel() }

        /// Tells what happened until now before it returns.
        package func catchUp() { notices.catchUp() }

        /// Whether all is told that happens in a folder, whoever does it. Of file systems that
        /// other machines write to, the system tells what this one does.
        package static func tellsAll(of folder: String) -> Bool {
            local.contains(session_file_system(folder))
        }

        /// statfs(2): ext, XFS, Btrfs, F2FS, ZFS, tmpfs, overlay.
        private static let local: Set<UInt> = [
            0xEF53, 0x5846_5342, 0x9123_683E, 0xF2F5_2010, 0x2FC1_2FC1, 0x0102_1994, 0x794C_7630,
        ]
    #else
        private let source: any DispatchSourceFileSystemObject

        /// Calls `take` with nil: the system tells that files came and went, not which. What is
        /// written into a file is told when its write-ahead log goes.
        package init(_ folder: String, _ take: @escaping @Sendable (String?) -> Void) throws {
            (path, place) = (folder, FileSystem.Identity(folder))
            let descriptor = open(folder, O_EVTONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw SystemError.last("\(folder) cannot be watched") }
            source = DispatchSource.makeFileSystemObjectSource(
                fileDescriptor: descriptor, eventMask: .write,
                queue: DispatchQueue(label: "session.folder"))
            source.setEventHandler { take(nil) }
            source.setCancelHandler { close(descriptor) }
            source.resume()
        }

        package func end() { source.cancel() }

        package func catchUp() {}

        package static func tellsAll(of folder: String) -> Bool { false }
    #endif

    deinit { end() }
}
