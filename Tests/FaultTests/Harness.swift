import Foundation
import Generators
import Platform
import SessionStore
import Synchronization
import Testing

@testable import append_worker

/// What is done to programs here takes the whole machine, so one test runs after the other.
@Suite("Faults", .serialized) enum Faults {}

/// A folder that is removed when the test is over.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = "/tmp/session-faults-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        chmod(path, 0o755)
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Every name in it, hidden ones too, but for what the harness itself put there.
    var names: [String] {
        get throws {
            try FileManager.default.contentsOfDirectory(atPath: path)
                .filter { !$0.hasPrefix("harness-") }.sorted()
        }
    }

    /// The names that a person sees.
    var visible: [String] { get throws { try names.filter { !$0.hasPrefix(".") } } }
}

#if os(Linux)
    extension Folder {
        /// Tells of each change, from now on, of a file in it whose name begins like this.
        func changes(of prefix: String) throws -> AsyncStream<Void> {
            let (changes, change) = AsyncStream<Void>.makeStream()
            let notices = try FileNotices { notices in
                for notice in notices where notice.name.hasPrefix(prefix) { change.yield() }
            }
            _ = try notices.watch(path, IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_TO)
            change.onTermination = { _ in notices.cancel() }
            return changes
        }
    }
#endif

extension Seeded {
    /// The same numbers in every run of a test, unless `FAULT_SEED` asks for others. Printed, so
    /// that a failure can be looked at again.
    init(_ test: String) {
        let given = ProcessInfo.processInfo.environment["FAULT_SEED"].flatMap { UInt64($0) }
        self = given.map { Seeded(state: $0) } ?? Seeded(named: test)
        print("\(test): FAULT_SEED=\(state)")
    }
}

/// Runs `body` for each element, two at a time.
func inPairs<Element: Sendable>(
    _ elements: [Element], _ body: @escaping @Sendable (Element) async throws -> Void
) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
        for (index, element) in elements.enumerated() {
            if index >= 2 { try await group.next() }
            group.addTask { try await body(element) }
        }
        try await group.waitForAll()
    }
}

func collect<Elements: AsyncSequence>(_ elements: Elements) async throws -> [Elements.Element] {
    var all: [Elements.Element] = []
    for try await element in elements { all.append(element) }
    return all
}

/// A number that several tasks add to.
final class LockedCount: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add(_ other: Int) { count.withLock { $0 += other } }
}

/// All events of a session in which `verify` finds nothing.
func verified(_ path: String) async throws -> [Event] {
    let session = try await Session.open(path)
    #expect(try await collect(session.verify()).isEmpty)
    let events = try await collect(session.allEvents())
    try await session.close()
    return events
}

extension Folder {
    /// Another folder with the same session.
    func copy() throws -> Folder {
        let folder = try Folder()
        try FileManager.default.copyItem(
            atPath: file("a.session"), toPath: folder.file("a.session"))
        return folder
    }
}
