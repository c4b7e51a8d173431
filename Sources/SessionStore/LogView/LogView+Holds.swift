internal import EventLog
internal import SessionModel

extension LogView {
    func holds() throws -> [Hold] {
        let kind = EventKind.holdSet
        let sources = try newestOfEachSubject(kind: kind, on: line(.control))
        return try entries(of: sources, kind: kind)
            .compactMap { entry in
                let hold = HoldSet(JSON(unchecked: entry.body), version: entry.version)
                guard !hold.isRemoved else { return nil }
                return Hold(
                    name: hold.name, reason: hold.reason,
                    actor: entry.actor ?? .erased,
                    setAt: entry.occurred)
            }
            .sorted { $0.name < $1.name }
    }

    /// - Throws: ``SessionError/Code/held``.
    func checkNotHeld() throws {
        let holds = try holds()
        guard let first = holds.first else { return }
        let names = holds.map { "\"\($0.name)\"" }.joined(separator: ", ")
        throw SessionError(
            .held, "the session is held by \(names): \(first.reason)",
            hint: "\(.releaseHold(first.name)) lifts a hold.")
    }
}
