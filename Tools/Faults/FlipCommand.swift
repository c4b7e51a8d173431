import ArgumentParser
import Foundation
import Generators
import SessionStore

/// Flips bits of a file that is too large to be checked as a whole at each opening.
struct FlipCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flips",
        abstract: "Flips one bit of a session at a time: reads give the same, or an error.",
        discussion: """
            Bits are taken from each kind of page alike, and half of them from where a page says \
            what is in it. Prints what a read gave that it should not have, and last how many bits \
            were flipped and how many of the reads failed. Ends with 1 where other data was read.
            """)

    @Option(help: "Decides what is in the session, and which bits.") var seed: UInt64 = 1
    @Option(help: "How many bits.") var bits = 300

    func run() async throws {
        let folder = Self.scratch + "/session-flips-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/a.session"
        try await LargeSession.write(to: path, seed: seed)
        let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
        guard bytes.count > 600_000 else { throw Fault("\(bytes.count) bytes are too few") }
        let expected = try await FlipReading(path)
        var random = Seeded(state: seed)
        let pages = PageKinds(bytes)
        var (wrong, refused) = (0, 0)
        for _ in 0..<bits {
            let (place, bit) = pages.bit(&random)
            var flipped = bytes
            flipped[place] ^= 1 << bit
            try Data(flipped).write(to: URL(filePath: path))
            let found = try await FlipReading(path)
            refused += found.failures
            for line in found.differences(from: expected) {
                wrong += 1
                print("byte \(place), bit \(bit), page \(place / pages.size + 1): \(line)")
            }
        }
        print("seed \(seed): \(bits) bits, \(refused) reads refused, \(wrong) gave other data")
        if wrong > 0 { throw ExitCode(1) }
    }

    private static let scratch =
        FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
}

/// The pages of a database by what they hold
/// (<https://www.sqlite.org/fileformat2.html#b_tree_pages>).
private struct PageKinds {
    let size: Int
    private var byKind: [UInt8: [Int]] = [:]

    init(_ bytes: [UInt8]) {
        size = Int(bytes[16]) << 8 | Int(bytes[17])
        for page in 0..<bytes.count / size {
            byKind[bytes[page * size + (page == 0 ? 100 : 0)], default: []].append(page)
        }
        // Inner and leaf pages of indexes and tables; the first page is checked at each opening.
        byKind = byKind.filter { [2, 5, 10, 13].contains($0.key) }
        byKind[byKind.keys.min() ?? 0]?.removeAll { $0 == 0 }
        byKind = byKind.filter { !$0.value.isEmpty }
    }

    func bit(_ random: inout Seeded) -> (place: Int, bit: Int) {
        let pages = byKind[random.pick(byKind.keys.sorted())] ?? [0]
        let offset = random.number(0...1) == 0 ? random.number(0...99) : random.number(0...size - 1)
        return (random.pick(pages) * size + offset, random.number(0...7))
    }
}

/// A session whose indexes are of several pages each.
private enum LargeSession {
    static func write(to path: String, seed: UInt64) async throws {
        var content = RandomContent(seed: seed)
        let session = try await Session.create(
            at: path, title: "Flips", options: SessionOptions(masksSecrets: false))
        for round in 0..<24 {
            try await session.append(content.events(60), to: .main, expecting: .any)
            if round % 6 == 2 {
                let name = BranchName(rawValue: "b\(round)")
                try await session.fork(name, from: .head(of: .main))
                try await session.append(content.events(20), to: name, expecting: .any)
                try await session.tag(BranchName(rawValue: "t\(round)"), at: .head(of: name))
            }
        }
        for number in 3...12 {
            let plan = try await session.planRedaction(of: [
                .revision(Revision(number * 7), on: .main)
            ])
            try await session.redact(plan, reason: "flips", by: .user("ana"))
        }
        try await session.close()
    }
}

/// What a person asks a session for, each answer or that there was none.
private struct FlipReading {
    private var answers: [(question: String, answer: String?)] = []

    var failures: Int { answers.count { $0.answer == nil } }

    init(_ path: String) async throws {
        let session: Session
        do { session = try await Session.open(path, mode: .readOnly) } catch {
            answers = [("open", nil)]
            return
        }
        for file in 0...5 {
            await ask("file \(file)") {
                "\(try await session.content(of: "src/f\(file)", at: .head(of: .main)))"
            }
        }
        await ask("files") { "\(try await session.files(at: .head(of: .main)))" }
        await ask("state") { "\(try await session.state(at: .head(of: .main)))" }
        await ask("then") { "\(try await session.state(at: .revision(700, on: .main)))" }
        await ask("branches") { "\(try await session.branches())" }
        await ask("tags") { "\(try await session.tags())" }
        await ask("previews") { "\(try await session.previews())" }
        await ask("erasures") { "\(try await session.redactions())" }
        await ask("prompt") { "\(try await session.resolve(.prompt(40, on: .main)))" }
        await ask("undone") { "\(try await session.resolve(.undoing(9, on: .main)))" }
        await ask("audit") {
            var found: [Position] = []
            let query = AuditQuery.kind("file.changed").subject("src/f1")
            for try await event in session.audit(query, headersOnly: true) {
                found.append(event.position)
            }
            return "\(found)"
        }
        await ask("last") {
            var found: [EventDigest] = []
            for try await event in session.events(on: .main, from: 1_300) {
                found.append(event.digest)
            }
            return "\(found)"
        }
        try await session.close()
    }

    private mutating func ask(_ question: String, _ answer: () async throws -> String) async {
        answers.append((question, try? await answer()))
    }

    func differences(from expected: FlipReading) -> [String] {
        zip(answers, expected.answers).compactMap { found, expected in
            guard let answer = found.answer, answer != expected.answer else { return nil }
            return "\(found.question): \(answer.prefix(200))"
        }
    }
}
