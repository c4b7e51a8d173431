import Foundation
import SessionAnswers
import SessionStore

/// Reads what the screen lacks, each time a bounded part of the session.
struct ViewLoader {
    let session: Session
    /// The session's file, for forks: nothing else opens it for writing.
    let file: String
    let actor: EventActor
    let style: Style

    func load(_ load: Load) async -> Loaded {
        do {
            return try await answer(load)
        } catch let error as SessionError {
            return .failed(error.message)
        } catch {
            return .failed("\(error)")
        }
    }

    /// Tells what others write from now on, until the task is cancelled. It does nothing meanwhile.
    func follow(_ inbox: ViewInbox) async {
        do {
            var last: Position = 0
            for try await event in session.allEvents(
                order: .descending, limit: 1, headersOnly: true)
            {
                last = event.position
            }
            for try await event in session.allEvents(
                from: last + 1, headersOnly: true, live: true)
            {
                inbox.put(event.kind == .contentRedacted ? .erased : .grown)
            }
        } catch let error as SessionError {
            inbox.put(.deaf(error.message))
        } catch {}
    }

    private func answer(_ load: Load) async throws -> Loaded {
        switch load {
        case .branches:
            return .branches(try await session.branches(), tags: try await session.tags())
        case .preview(let branch):
            return .preview(try await session.preview(at: .head(of: branch)))
        case .rows(let branch, let revisions, let headersOnly):
            var rows: [TimelineRow] = []
            for stretch in Self.stretches(of: revisions) {
                rows += try await self.rows(on: branch, stretch, headersOnly: headersOnly)
            }
            return .rows(rows)
        case .pane(let request): return .pane(try await content(request))
        case .resolve(let text):
            let moment = try Moment(text, clock: LocalTime.clock)
            return .resolved(try await session.resolve(moment))
        case .seek(let seek): return try await step(seek)
        case .filter(let text): return .filter(try ViewFilter(text))
        case .fitting(let block): return .fitting(try await fitting(block))
        case .blame(let request):
            let blame = try await session.blame(request.path, at: request.point.moment)
            return .blame(FileBlame(blame, for: request))
        case .fork(let name, let point):
            _ = try BranchName(argument: name.rawValue)
            return .forked(
                try await Session.use(file, .readWrite) {
                    try await check($0, holds: point)
                    return try await $0.fork(name, from: point.moment, by: actor)
                })
        }
    }

    /// The name may stand for another session by now.
    private func check(_ other: Session, holds point: Point) async throws {
        let isSame =
            if point.revision == 0 { other.id == session.id } else {
                try await other.event(at: point.moment).digest
                    == session.event(at: point.moment).digest
            }
        guard isSame else {
            throw SessionError(.fileGone, "\(file) was replaced by another file")
        }
    }

    // MARK: Rows

    /// Ascending revisions as ranges without a gap.
    private static func stretches(of revisions: [Revision]) -> [ClosedRange<Revision>] {
        var stretches: [ClosedRange<Revision>] = []
        for revision in revisions {
            if let last = stretches.last, last.upperBound + 1 == revision {
                stretches[stretches.count - 1] = last.lowerBound...revision
            } else {
                stretches.append(revision...revision)
            }
        }
        return stretches
    }

    /// An event that cannot be read takes no others along, and is shown with its header.
    private func rows(
        on branch: BranchName, _ revisions: ClosedRange<Revision>, headersOnly: Bool
    ) async throws -> [TimelineRow] {
        let (first, last) = (revisions.lowerBound, revisions.upperBound)
        do {
            var rows: [TimelineRow] = []
            let folder = headersOnly ? nil : try await session.folder(on: branch)
            for try await event in session.events(
                on: branch, from: first, through: last, headersOnly: headersOnly,
                includingPieces: true)
            {
                let names = try await session.answeredNames(in: event)
                rows.append(
                    TimelineRow(
                        event, on: branch, headersOnly: headersOnly, below: folder,
                        answered: names))
            }
            return rows
        } catch let error as SessionError where first < last || !headersOnly {
            guard first < last else {
                var header = try await rows(on: branch, revisions, headersOnly: true)
                for index in header.indices {
                    header[index].text = DisplayText.oneLine(error.message)
                }
                return header
            }
            let middle = first + (last - first) / 2
            return try await rows(on: branch, first...middle, headersOnly: headersOnly)
                + rows(on: branch, (middle + 1)...last, headersOnly: headersOnly)
        }
    }
}
