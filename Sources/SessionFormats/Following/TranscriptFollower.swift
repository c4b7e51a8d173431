import Foundation
internal import Platform
public import SessionStore

/// Keeps folders of growing transcripts in sight, and brings what is new into sessions.
///
/// Nothing is done while nothing happens. What a transcript has already is known from its session,
/// so a follower that was ended and begins anew goes on where the other one was. A last line that
/// is half written waits for its end; a file that was written anew, and no longer begins as it did,
/// becomes a session of its own.
///
/// ```swift
/// let follower = TranscriptFollower(TranscriptImport(to: .folder("kept")), folders: [folder])
/// try await follower.run { path, result in … }
/// ```
public struct TranscriptFollower: Sendable {
    /// What came of one import: what it did, or why there was none.
    public typealias Outcome = Result<ImportReport, SessionError>

    private var job: TranscriptImport
    private let folders: [String]
    private let rest: Duration

    /// - Parameters:
    ///   - job: how each transcript is imported; its destination is a folder.
    ///   - folders: those that are followed, with all below them. One that is not there yet is
    ///     followed from when it comes.
    ///   - rest: how long what happens is gathered before it is looked at.
    public init(_ job: TranscriptImport, folders: [String], rest: Duration = .milliseconds(200)) {
        self.job = job
        self.job.beginsAnew = true
        self.folders = folders
        self.rest = rest
    }

    /// Brings in what is there, and then what comes, until the task is cancelled.
    ///
    /// - Parameter tell: is told of each import that brought something, or failed. A transcript
    ///   that could not be imported is tried again when it changes.
    public func run(_ tell: @Sendable (_ path: String, _ outcome: Outcome) -> Void) async throws {
        let (changes, change) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        var sight = FolderSight(folders) { change.yield() }
        change.yield()
        for await _ in changes {
            for path in try sight.changed() {
                try Task.checkCancellation()
                if let outcome = try await bring(path) { tell(path, outcome) }
            }
            try await Task.sleep(for: rest)
        }
        try Task.checkCancellation()
    }

    /// - Returns: nil where there was nothing new.
    private func bring(_ path: String) async throws -> Outcome? {
        do {
            let report = try await job.run(path)
            return report.sessions.contains { $0.events > 0 } ? .success(report) : nil
        } catch let error as SessionError where error.code == .unknownFormat {
            return nil
        } catch let error as SessionError {
            return .failure(error)
        }
    }
}
