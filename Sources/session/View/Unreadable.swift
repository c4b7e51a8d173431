import SessionStore

/// Finds the event that a reading failed at: pieces of answers, which it leaves out, may lie before
/// it.
struct Unreadable {
    let session: Session
    let branch: BranchName
    /// 1 or -1: which way the reading went.
    let step: Int
    /// Events looked at.
    let limit: Int
    let headersOnly: Bool

    /// - Parameters:
    ///   - first: the revision behind the last event that came.
    ///   - error: what the reading failed with, thrown again where every event can be read.
    func revision(from first: Revision, because error: SessionError) async throws -> Revision {
        var revision = first
        for _ in 0..<limit where revision > 0 {
            guard try await isReadable(revision) else { return revision }
            revision += step
        }
        throw error
    }

    private func isReadable(_ revision: Revision) async throws -> Bool {
        do {
            let alone = session.events(
                on: branch, from: revision, through: revision, headersOnly: headersOnly,
                includingPieces: true)
            for try await _ in alone { return true }
            return false
        } catch let error as SessionError where error.isDamage {
            return false
        }
    }
}

extension SessionError {
    /// Whether single events cannot be read, and others may be.
    var isDamage: Bool { [.damaged, .corruptPayload].contains(code) }
}

extension ViewLoader {
    /// Events looked at to find the one that a reading failed at.
    private static let reach = 256

    /// Reads a line back from a point. What cannot be read comes as the error that it gave.
    ///
    /// - Parameter body: gives whether to go on.
    func backwards(
        from point: Point, _ body: (Revision, Result<Event, SessionError>) -> Bool
    ) async throws {
        var next = point.revision
        while next > 0 {
            do {
                for try await event in session.events(
                    on: point.branch, through: next, order: .descending)
                {
                    next = event.revision - 1
                    guard body(event.revision, .success(event)) else { return }
                }
                return
            } catch let error as SessionError where error.isDamage {
                let place = Unreadable(
                    session: session, branch: point.branch, step: -1, limit: Self.reach,
                    headersOnly: false)
                let revision = try await place.revision(from: next, because: error)
                next = revision - 1
                guard body(revision, .failure(error)) else { return }
            }
        }
    }
}
