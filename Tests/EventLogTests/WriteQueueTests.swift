import Foundation
import Generators
import SessionTerms
import Synchronization
import Testing

@testable import EventLog

@Suite("The queue of writes")
struct WriteQueueTests {
    /// Whoever asked whether the log is open before it was closed comes to the queue afterwards.
    @Test func `once it finishes it takes nothing more, and leaves nothing behind`() async throws {
        let folder = try TestFolder()
        let files = [
            try LogFile.sample(at: folder.file("a.session")), try LogFile.sample(),
        ]
        for file in files {
            try await file.close()
            let errors = await [
                error { try await file.queue.submit(effort: .fast, isRepeatable: false) { _ in } },
                error { try await file.queue.exclusively { _, _ in } },
            ]
            #expect(errors.map { ($0 as? LogError)?.code } == [.closed, .closed])
        }
        #expect(try folder.names == ["a.session"])
    }

    private func error(_ body: () async throws -> Void) async -> (any Error)? {
        do {
            try await body()
            return nil
        } catch {
            return error
        }
    }

    // MARK: Jobs together

    /// A log whose queue stands still, so that everything that is submitted waits and is committed
    /// together.
    private final class Held: Sendable {
        let log: LogFile
        private let gate: DispatchSemaphore
        private let commits: LockedNumber
        private let first: Task<Void, any Error>
        private let side = SideThread()

        init(_ path: String? = nil) async throws {
            let (commits, gate) = (LockedNumber(), DispatchSemaphore(value: 0))
            var options = LogFile.Options.plain
            options.beforeCommit = { _ in commits.add(1) }
            let log = try LogFile.sample(at: path, options: options)
            (self.log, self.commits, self.gate) = (log, commits, gate)
            let (begun, begin) = AsyncStream<Void>.makeStream()
            first = Task.detached {
                try await log.write { _ in
                    begin.finish()
                    gate.wait()
                }
            }
            for await _ in begun {}
            commits.reset()
        }

        /// Submits jobs in this order, all of them before the first is begun.
        ///
        /// - Returns: the error of each, and how often was committed for them.
        func submit(
            isRepeatable: Bool, _ jobs: [@Sendable (LogWriter) throws -> Void]
        ) async throws -> (errors: [(any Error)?], commits: Int) {
            let log = log
            let tasks = jobs.map { job in
                Task(executorPreference: side) {
                    do {
                        try await log.write(isRepeatable: isRepeatable, job)
                        return nil as (any Error)?
                    } catch {
                        return error
                    }
                }
            }
            // One thread runs them one after the other, each until it waits for the queue.
            await Task(executorPreference: side) { [gate] in _ = gate.signal() }.value
            var errors: [(any Error)?] = []
            for task in tasks { errors.append(await task.value) }
            try await first.value
            // The first job's own commit came behind the gate.
            return (errors, commits.value - 1)
        }
    }

    private struct Refusal: Error {}

    private static func bodies(_ log: LogFile) async throws -> [String] {
        try await log.read { reader throws in
            try reader.entries(fromPosition: 2).map { String(decoding: $0.body, as: UTF8.self) }
        }
    }

    @Test(arguments: [false, true])
    func `jobs that wait run in their order, and are committed together`(isRepeatable: Bool)
        async throws
    {
        let held = try await Held()
        let jobs = (0..<20).map { number -> @Sendable (LogWriter) throws -> Void in
            { _ = try $0.append(NewEntry("note.added", "\(number)"), to: BranchID.first) }
        }
        let (errors, commits) = try await held.submit(isRepeatable: isRepeatable, jobs)
        #expect(errors.allSatisfy { $0 == nil } && commits == 1)
        #expect(try await Self.bodies(held.log) == (0..<20).map { "\($0)" })
        try await held.log.close()
    }

    @Test(arguments: [false, true], [false, true])
    func `one that fails undoes its own work alone`(isRepeatable: Bool, isLate: Bool) async throws {
        let held = try await Held()
        let runs = LockedNumber()
        let jobs = (0..<9).map { number -> @Sendable (LogWriter) throws -> Void in
            { writer in
                runs.add(1)
                if number % 3 == 1, !isLate { throw Refusal() }
                _ = try writer.append(NewEntry("note.added", "\(number)"), to: BranchID.first)
                if number % 3 == 1 { throw Refusal() }
            }
        }
        let (errors, commits) = try await held.submit(isRepeatable: isRepeatable, jobs)
        #expect(errors.map { $0 is Refusal } == (0..<9).map { $0 % 3 == 1 })
        #expect(errors.count { $0 == nil } == 6)
        #expect(commits == 1)
        #expect(try await Self.bodies(held.log) == ["0", "2", "3", "5", "6", "8"])
        // What was written by a job that failed has all be done once more, where that is allowed.
        #expect(runs.value == (isLate && isRepeatable ? 11 : 9))
        try await held.log.read { try $0.expectSound() }
        try await held.log.close()
    }

    @Test func `where all fail nothing is committed, and the next one goes on`() async throws {
        let held = try await Held()
        let jobs = (0..<3).map { _ -> @Sendable (LogWriter) throws -> Void in
            { writer in
                _ = try writer.append(NewEntry("note.added"), to: BranchID.first)
                throw Refusal()
            }
        }
        let (errors, commits) = try await held.submit(isRepeatable: false, jobs)
        #expect(errors.allSatisfy { $0 is Refusal } && commits == 0)
        let next = try await held.log.write {
            try $0.append(NewEntry("note.added", "next"), to: BranchID.first)
        }
        #expect(next.position == 2 && next.revision == 2)
        try await held.log.close()
    }

    @Test func `a job alone that fails leaves nothing, also of what was remembered`() async throws {
        let log = try LogFile.sample()
        let error = await error {
            try await log.write { writer throws in
                _ = try writer.append(
                    NewEntry("file.changed", subject: "/new", content: [1]), to: BranchID.first)
                try writer.save(BranchRow(id: 2, name: "b", parent: 1, fork: 1))
                throw Refusal()
            }
        }
        #expect(error is Refusal)
        try await log.write { writer throws in
            #expect(try writer.branches().count == 1)
            #expect(try writer.reader.number(of: "/new") == nil)
            #expect(try writer.head(of: BranchID.first).revision == 1)
        }
        try await log.close()
    }

    // MARK: Between connections

    @Test func `two writers of one file each go on behind the other`() async throws {
        let folder = try TestFolder()
        let path = folder.file("a.session")
        let logs = [
            try LogFile.sample(at: path),
            try LogFile.open(path, mode: .readWrite, options: .plain),
        ]
        for number in 0..<40 {
            let place = try await logs[number / 2 % 2].write {
                try $0.append(NewEntry("note.added", "\(number)"), to: BranchID.first)
            }
            #expect(place.position == (number + 2).position)
        }
        #expect(try await Self.bodies(logs[0]) == (0..<40).map { "\($0)" })
        try await logs[1].read { try $0.expectSound() }
        for log in logs { try await log.close() }
        #expect(try folder.names == ["a.session"])
    }

    @Test func `what was appended before the name went is whole, and nothing comes after`()
        async throws
    {
        let folder = try TestFolder()
        let path = folder.file("a.session")
        let log = try LogFile.sample(at: path)
        _ = try await log.write { try $0.append(NewEntry("note.added"), to: BranchID.first) }
        #expect(rename(path, folder.file("b.session")) == 0)
        let error = await error {
            _ = try await log.write { try $0.append(NewEntry("note.added"), to: BranchID.first) }
        }
        #expect((error as? LogError)?.code == .fileGone)
        try await log.close()
        #expect(try folder.names == ["b.session"])
        let moved = try LogFile.open(folder.file("b.session"), mode: .readOnly, options: .plain)
        #expect(try await moved.read { try $0.lastPosition() } == 2)
        try await moved.close()
    }
}

/// A number that several tasks add to.
final class LockedNumber: Sendable {
    private let number = Mutex(0)

    var value: Int { number.withLock { $0 } }

    @discardableResult
    func add(_ other: Int) -> Int {
        number.withLock { number in
            number += other
            return number
        }
    }

    func reset() { number.withLock { $0 = 0 } }
}
