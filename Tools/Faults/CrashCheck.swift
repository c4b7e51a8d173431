import Foundation
import Generators
import SessionStore

/// Opens images of a disk as a crash would have left it, and holds each against what the sessions
/// read before and after the operation that it fell into.
struct CrashCheck: Sendable {
    /// What is wrong with an image.
    struct Failure: Sendable, CustomStringConvertible {
        let step: Int
        let kind: CrashDisk.Kind
        let operation: String
        let message: String

        var description: String { "step \(step), \(kind), \(operation): \(message)" }
    }

    /// What holds at a step.
    private struct Expectation {
        var operation = "beginning"
        var before: [String: Reading] = [:]
        var after: [String: Reading] = [:]
        /// Whether an operation is under way.
        var isRunning = false
        var secrets: [String] = []
    }

    private let journal: CrashJournal
    private let folder: String
    private let readings: [[String: Reading]]

    /// - Parameter folder: where the work was done.
    init(_ journal: CrashJournal, folder: String) throws {
        self.journal = journal
        self.folder = folder
        var readings: [[String: Reading]] = []
        while let data = FileManager.default.contents(
            atPath: "\(folder)/readings-\(readings.count).json")
        {
            readings.append(try JSONDecoder().decode([String: Reading].self, from: data))
        }
        self.readings = readings
    }

    /// An image to look at.
    private struct Image: Sendable {
        let step: Int
        let kind: CrashDisk.Kind
        let files: [String: [UInt8]]
    }

    /// - Parameters:
    ///   - most: about how many steps to stop at; each gives an image of each kind.
    ///   - lostSync: a sync that the disk promises and does not make, counted from 1.
    /// - Returns: how many images were looked at, and what is wrong with them.
    func run(
        most: Int, seed: UInt64, lostSync: Int? = nil
    ) async throws -> (images: Int, failures: [Failure]) {
        var random = Seeded(state: seed)
        let chosen = choose(most, &random)
        var disk = CrashDisk(journal)
        var expectation = Expectation()
        var (images, syncs) = (0, 0)
        var failures: [Failure] = []
        for (index, step) in journal.steps.enumerated() {
            if case .mark(let text) = step { expectation = take(text, expectation) }
            if case .sync = step {
                syncs += 1
                if syncs == lostSync { continue }
            }
            disk.take(step)
            guard chosen.contains(index), !readings.isEmpty else { continue }
            for kind in CrashDisk.Kind.allCases {
                let files = disk.image(kind, &random)
                images += 1
                failures += await check(
                    Image(step: index, kind: kind, files: files), expectation)
            }
        }
        return (images, failures)
    }

    /// The steps at which to stop: evenly, but each end of an operation, each sync and what comes
    /// right before and behind it more often than the writes of one transaction.
    private func choose(_ most: Int, _ random: inout Seeded) -> Set<Int> {
        let begun = journal.steps.firstIndex { if case .mark = $0 { true } else { false } } ?? 0
        var (edges, others): ([Int], [Int]) = ([], [])
        for (index, step) in journal.steps.enumerated() where index >= begun {
            switch step {
            case .sync, .mark, .name, .unname, .create, .truncate: edges += [index - 1, index]
            default: others.append(index)
            }
        }
        guard most < edges.count + others.count else { return Set(edges + others) }
        edges.shuffle(using: &random)
        others.shuffle(using: &random)
        return Set(edges.prefix(most * 2 / 3) + others.prefix(most - most * 2 / 3))
    }

    private func take(_ mark: String, _ known: Expectation) -> Expectation {
        var expectation = known
        let words = mark.split(separator: " ")
        switch words.first {
        case "begin":
            guard let number = Int(words[1]), readings.indices.contains(number) else { break }
            expectation.operation = "\(words[2]) (\(number))"
            expectation.isRunning = true
            expectation.before = readings[number - 1]
            expectation.after = readings[number]
        case "end":
            expectation.isRunning = false
            expectation.before = expectation.after
        case "gone": expectation.secrets.append(String(words[1]))
        default: break
        }
        return expectation
    }

    // MARK: One image

    private func check(_ image: Image, _ expected: Expectation) async -> [Failure] {
        let place = Self.scratch + "/session-image-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: place) }
        var problems: [String] = []
        do {
            try materialize(image, at: place)
            for file in Set(expected.before.keys).union(expected.after.keys).sorted() {
                if let problem = await self.problem(file, at: place, expected) {
                    problems.append("\(file): \(problem)")
                }
            }
        } catch {
            problems.append("\(error)")
        }
        for secret in expected.secrets where holds(secret, image) {
            problems.append("the erased text \(secret) is still in it")
        }
        return problems.map {
            Failure(
                step: image.step, kind: image.kind, operation: expected.operation, message: $0)
        }
    }

    /// Memory, where the system has a folder in it.
    private static let scratch =
        FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()

    private func materialize(_ image: Image, at place: String) throws {
        for (path, bytes) in image.files where path.hasPrefix(folder + "/") {
            let copy = URL(filePath: place + path.dropFirst(folder.count))
            try FileManager.default.createDirectory(
                at: copy.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: copy)
        }
        try FileManager.default.createDirectory(
            atPath: place, withIntermediateDirectories: true)
    }

    private func problem(
        _ file: String, at place: String, _ expected: Expectation
    ) async -> String? {
        let (before, after) = (expected.before[file], expected.after[file])
        guard FileManager.default.fileExists(atPath: "\(place)/\(file)") else {
            return before == nil || after == nil ? nil : "it is gone"
        }
        do {
            let reading = try await Reading(verifying: "\(place)/\(file)")
            if reading == before || reading == after { return nil }
            if before == nil && after == nil { return nil }
            if expected.isRunning, expected.operation.hasPrefix("concurrent"),
                reading.isBetween(before, after)
            {
                return nil
            }
            return "it reads neither as before nor as after: " + difference(reading, before, after)
        } catch {
            return "\(error)"
        }
    }

    private func difference(_ found: Reading, _ before: Reading?, _ after: Reading?) -> String {
        let counts = [before, after].map { $0.map { "\($0.events.count)" } ?? "no" }
        let known =
            (before?.events ?? []) + (after?.events ?? [])
            + (before?.others ?? []) + (after?.others ?? [])
        let strange = (found.events + found.others).first { !known.contains($0) }
        return "\(found.events.count) events instead of \(counts[0]) or \(counts[1]); "
            + (strange ?? "nothing new")
    }

    private func holds(_ secret: String, _ image: Image) -> Bool {
        let text = Data(secret.utf8)
        return image.files.contains { path, bytes in
            // Copies that were made before are beyond an erasure's reach.
            let isCopy = path.contains("/saved-") || path.contains("/copy-")
            return !isCopy && Data(bytes).range(of: text) != nil
        }
    }
}
