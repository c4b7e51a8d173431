internal import SessionModel
internal import Synchronization

/// The texts of the line that requests were recorded on last.
final class RequestTexts: Sendable {
    private let line = Mutex<LineValues?>(nil)
    /// How far to look back, in events, where more bytes than these are in none that are known: a
    /// request is likely to repeat something older then.
    private static let further = [(reach: 4096, unknown: 4 << 10), (65_536, 32 << 10)]

    /// Tells the request as references, and makes sure that they give it back.
    func find(
        _ outline: RequestOutline, _ view: LogView, _ branch: BranchID, _ line: Line, head: Revision
    ) throws -> RequestFinder.Found {
        let epoch = try view.epoch()
        return try self.line.withLock { known in
            // What it remembers may be what somebody erased since.
            if epoch == nil || known?.epoch != epoch { known = nil }
            var texts = Self.take(&known, branch, head: head)
            defer {
                texts.epoch = epoch
                known = texts
            }
            return try Self.find(outline, in: &texts, view, branch, line, head: head)
        }
    }

    private static func find(
        _ outline: RequestOutline, in texts: inout LineValues, _ view: LogView, _ branch: BranchID,
        _ line: Line, head: Revision
    ) throws -> RequestFinder.Found {
        try texts.catchUp(view, line, head: head, reach: LineValues.near)
        var found = Self.references(of: outline, in: texts)
        for (reach, unknown) in further {
            guard found.literals.reduce(0, { $0 + $1.range.count }) > unknown,
                texts.canReach(reach)
            else { break }
            texts = LineValues(branch: branch)
            try texts.catchUp(view, line, head: head, reach: reach)
            found = Self.references(of: outline, in: texts)
        }
        let isProved = try found.unproved.gives(
            outline.request.source, literals: found.literals
        ) { try texts.values(of: $0, view, line) }
        guard isProved else {
            // Two texts with one hash: the bytes themselves are a recipe, too.
            texts.messages = KnownMessages()
            return RequestFinder.Found(plain: outline.request, ranges: found.ranges)
        }
        texts.messages = found.messages
        return found
    }

    private static func references(
        of outline: RequestOutline, in texts: LineValues
    ) -> RequestFinder.Found {
        RequestFinder.find(outline, in: texts.index, after: texts.messages) {
            texts.partFinder()
        }
    }

    /// Takes what is known out of its place, where it is of this line.
    private static func take(
        _ known: inout LineValues?, _ branch: BranchID, head: Revision
    ) -> LineValues {
        defer { known = nil }
        if let known, known.branch == branch, known.through <= head { return known }
        return LineValues(branch: branch)
    }
}
