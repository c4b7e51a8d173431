import ArgumentParser
import Foundation
import SessionStore

/// What is done to the session while somebody is stopped in the middle of his work.
enum PairedDeed: String, CaseIterable, ExpressibleByArgument {
    case read, append, fork, erase, compact, rename, replace
    /// Makes another session where one was removed.
    case make

    /// Only pruning leaves a name free.
    func fits(_ operation: PairedWork.Operation) -> Bool { self != .make || operation == .prune }

    /// - Returns: whether it was done, and not hindered.
    func run(_ place: PairedPlace) async throws -> Bool {
        switch self {
        case .make: return false
        case .rename:
            try FileManager.default.moveItem(atPath: place.path, toPath: place.moved)
        case .replace:
            try FileManager.default.moveItem(atPath: place.path, toPath: place.moved)
            // Refused while the name's last events are beside it.
            do { try await Session.create(at: place.path).close() } catch let error as SessionError
                where error.code == .fileExists
            {}
        default:
            let session = try await Session.open(place.path, options: PairedPlace.options)
            var isDone = true
            do { try await run(session) } catch let error as SessionError where error.code == .busy
            { isDone = false }
            try await session.close()
            return isDone
        }
        return true
    }

    private func run(_ session: Session) async throws {
        switch self {
        case .append: try await PairedPlace.append(PairedPlace.otherID, to: session)
        case .fork: try await session.fork("other", from: .revision(5, on: .main))
        case .erase: try await PairedPlace.erase(in: session)
        case .compact: try await session.compact(chunk: 16 << 10)
        default: for try await finding in session.verify() { throw Fault(finding.message) }
        }
    }
}
