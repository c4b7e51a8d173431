import Foundation
import Generators
import SessionFormats
import SessionStore

/// Bytes on disk against the bytes that were given.
struct DiskRows: Sendable {
    let workplace: Workplace

    /// 1,000 edits of files of 2–40 KB in which 3 % of the lines change.
    func edits() async throws -> Row {
        let path = workplace.fresh(".session")
        let session = try await Session.create(at: path)
        var workload = Workload(seed: 7)
        var files = (0..<25).map { _ in workload.lines(bytes: workload.number(2000...40_000)) }
        var raw = 0
        for step in 0..<1000 {
            let index = step < files.count ? step : workload.number(0...files.count - 1)
            if step >= files.count { workload.edit(&files[index], share: 0.03) }
            let content = Array(files[index].joined(separator: "\n").utf8)
            raw += content.count
            try await session.append(
                [.file("src/file\(index).swift", content: content, by: .tool("edit"))], to: .main,
                expecting: .any)
        }
        try await session.close()
        let size = Workplace.size(path)
        return Row(
            "disk, 1,000 file edits of 3 % each", "\(size / 1024) KB of \(raw / 1024) KB",
            Double(size) / Double(raw), .atMost(0.10), "of raw")
    }

    /// One changed line in a file larger than LZ4's window.
    func largeFile() async throws -> Row {
        let path = workplace.fresh(".session")
        let session = try await Session.create(at: path)
        var workload = Workload(seed: 8)
        var lines = workload.lines(bytes: 2 << 20)
        var first = 0
        for step in 0..<16 {
            if step > 0 { lines[workload.number(0...lines.count - 1)] = "changed \(step)" }
            try await session.append(
                [
                    .file(
                        "big.txt", content: Array(lines.joined(separator: "\n").utf8),
                        by: .tool("edit"))
                ],
                to: .main, expecting: .any)
            if step == 0 { first = try await session.info().storedSize }
        }
        let stored = try await session.info().storedSize
        try await session.close()
        return Row(
            "disk, one line changed in a file of 2 MB", "15 edits", Double(stored - first) / 15,
            .atMost(1000), "bytes an edit")
    }

    /// Real transcripts, imported as a person would: into one folder.
    func transcripts() async throws -> Row? {
        let folder = FileManager.default.currentDirectoryPath + "/../shared/data/claude-code"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let paths = names.filter { $0.hasSuffix(".jsonl") }.sorted().map { "\(folder)/\($0)" }
        guard !paths.isEmpty else { return nil }
        let raw = paths.reduce(0) { $0 + Workplace.size($1) }
        var apart = 0
        for path in paths {
            let file = workplace.fresh(".session")
            _ = try await TranscriptImport(to: .file(file)).run(path)
            apart += Workplace.size(file)
        }
        let target = workplace.fresh("")
        var files: Set<String> = []
        for path in paths {
            files.insert(try await TranscriptImport(to: .folder(target)).run(path).path)
        }
        let together = files.reduce(0) { $0 + Workplace.size($1) }
        let share = Double(apart) / Double(raw)
        return Row(
            "disk, \(paths.count) real transcripts of \(raw >> 20) MB",
            "each by itself; successive snapshots in one session: "
                + (Double(together) / Double(raw)).short,
            share, .atMost(0.33), "of their bytes")
    }

    /// A transcript of some 80 MB, written by this program.
    func importSpeed() async throws -> Row {
        let source = workplace.fresh(".jsonl")
        let size = try LargeTranscript(seed: 3).write(to: source, bytes: 80 << 20)
        var times: [Double] = []
        for _ in 0..<3 {
            let file = workplace.fresh(".session")
            times.append(
                try await seconds {
                    _ = try await TranscriptImport(to: .file(file)).run(source)
                })
        }
        return Row(
            "import, one process, lossless", "a transcript of \(size >> 20) MB",
            Double(size) / 1e6 / median(times), .atLeast(25), "MB/s of JSONL")
    }

    /// An empty session.
    func empty() async throws -> Row {
        let path = workplace.fresh(".session")
        try await Session.create(at: path).close()
        return Row(
            "disk, an empty session", "", Double(Workplace.size(path)) / 1024, .atMost(24), "KB")
    }
}
