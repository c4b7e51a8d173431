import Foundation
import SessionAnswers
import SessionFormats
import SessionIndex
import SessionStore

/// Brings in all that the tools have by now, and says what is kept.
struct KeepRun {
    let folder: KeepFolder
    let tools: ToolFolders
    let isMasking: Bool
    let isJSON: Bool

    private var notes: Notes { Notes(isJSON: isJSON) }

    /// How transcripts are imported here, now or as they come.
    var job: TranscriptImport {
        var job = TranscriptImport(to: .projects(ProjectFolders(folder.path)))
        job.isMasking = isMasking
        job.beginsAnew = true
        return job
    }

    /// What was done, and how the first transcript failed that did.
    func bring() async throws -> (outcome: KeepingOutcome, failure: CommandStatus?) {
        let files = transcripts()
        let sizes = files.map { Self.size(of: $0) }
        let total = sizes.reduce(0, +)
        let progress = Progress(
            "importing \(Counts.of(files.count, "transcript"))", worthShowing: 4_000_000
        ) { Counts.bytes($0) }
        defer { progress.clear() }
        let job = job
        var (outcome, failure, done) = (KeepingOutcome(), CommandStatus?.none, 0)
        for (file, size) in zip(files, sizes) {
            let before = done
            do {
                let report = try await job.run(file) {
                    progress.show(before + min($0.bytes, size), of: total)
                }
                count(report, &outcome)
                tell(report, of: file, progress)
            } catch let error as SessionError {
                outcome.failed += 1
                failure = failure ?? error.exitStatus
                progress.clear()
                _ = ErrorReport(error.about(file), arguments: isJSON ? ["--json"] : []).send()
            }
            done += size
            progress.show(done, of: max(total, 1))
        }
        return (outcome, failure)
    }

    /// Those of the tools' folders, each once.
    private func transcripts() -> [String] {
        var found: [String] = []
        for place in tools.present {
            do {
                let finding = try TranscriptFinder().find(in: place)
                found += finding.found.filter(\.format.goesOn).map(\.path)
            } catch let error as SessionError {
                notes.say(.leftOut, error.message)
            } catch {
                notes.say(.leftOut, "\(place): \(error)")
            }
        }
        var seen: Set<String> = []
        return found.filter { seen.insert($0).inserted }
    }

    private func count(_ report: ImportReport, _ outcome: inout KeepingOutcome) {
        for part in report.sessions {
            if part.isNew {
                outcome.new += 1
            } else if part.events > 0 {
                outcome.continued += 1
            } else {
                outcome.unchanged += 1
            }
        }
    }

    /// What is not as it should be.
    private func tell(_ report: ImportReport, of file: String, _ progress: Progress) {
        for part in report.sessions {
            for line in part.damaged {
                progress.clear()
                notes.say(
                    .leftOut, "\(file):\(line.line): \(line.reason); the line is kept as it is")
            }
        }
    }

    /// All that is kept, whenever it came.
    func kept() async throws -> (sessions: KeptSessions, projects: Int) {
        var (kept, projects) = (KeptSessions(), Set<String>())
        guard SessionFolder.isFolder(folder.path) else { return (kept, 0) }
        let places = try await IndexedPlaces.open([folder.path], isRecursive: true)
        let (report, clear) = IndexNotes.progress()
        let rows = try await places.sessions(
            SessionFilter(), order: .newest, limit: nil, progress: report)
        clear()
        for row in rows {
            kept.add(row, bytes: Self.size(of: row.path))
            projects.insert(row.path.split(separator: "/").dropLast().joined(separator: "/"))
        }
        try await places.close()
        return (kept, projects.count)
    }

    private static func size(of path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }
}
