internal import Platform
internal import SessionStore
internal import Synchronization

/// Brings an index up to date when something happened in its folder. Ends when it is let go of.
final class FolderFollower: Sendable {
    private let watch: FolderWatch
    private let work: Task<Void, Never>
    private let count: Count
    private let tellsAll: Bool

    /// How often something happened.
    private final class Count: Sendable {
        let value = Atomic<Int>(0)
    }

    /// What happens within this time is taken in together.
    private static let pause = Duration.seconds(1)

    init(_ index: FolderIndex) throws {
        let (news, told) = AsyncStream.makeStream(
            of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let count = Count()
        self.count = count
        tellsAll = FolderWatch.tellsAll(of: index.folder.path)
        do {
            watch = try FolderWatch(index.folder.path) { name in
                guard name.map(Self.isOfSession) ?? true else { return }
                count.value.add(1, ordering: .sequentiallyConsistent)
                told.yield()
            }
        } catch {
            throw SessionError(
                .ioFailed, "\(error)",
                hint: "A list and a search bring the index up to date all the same.", cause: error)
        }
        work = Task { [weak index] in
            for await _ in news {
                try? await Task.sleep(for: Self.pause)
                guard !Task.isCancelled, let index else { return }
                // Whoever asks next is told what is wrong.
                try? await index.update()
            }
        }
        told.yield()
    }

    deinit { work.cancel() }

    /// Ends it, and waits for what is under way.
    func end() async {
        watch.end()
        work.cancel()
        await work.value
    }

    /// How much happened in the folder so far: while it is the same number, the folder is the same.
    /// Nil: not all is told.
    var news: Int? {
        guard tellsAll, watch.isInPlace else { return nil }
        watch.catchUp()
        return count.value.load(ordering: .sequentiallyConsistent)
    }

    private static func isOfSession(_ name: String) -> Bool {
        let log = FileStamp.logEnding
        return SessionFolder.isName(name.hasSuffix(log) ? String(name.dropLast(log.count)) : name)
    }
}
