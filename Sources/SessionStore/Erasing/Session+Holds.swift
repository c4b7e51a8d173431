public import SessionModel

/// A hold: while it is set nothing of the session is erased.
public struct Hold: Sendable, Hashable {
    /// What it is released by.
    public let name: String
    /// Why, as it was given.
    public let reason: String
    /// Who set it, and when.
    public let actor: EventActor
    /// When it was recorded.
    public let setAt: Timestamp
}

extension Session {
    /// The name of a hold that was given none.
    public static let defaultHold = "hold"

    /// Forbids that anything of the session is erased, or that it is pruned, until the hold is
    /// released. One of the same name gets the new reason.
    ///
    /// - Parameters:
    ///   - name: what it is known by, such as a case's number: 1 to 200 bytes. Several holds are
    ///     independent of each other, unless Unicode calls their names equivalent.
    ///   - reason: why. Not empty. Secrets in it are masked.
    /// - Throws: ``SessionError/Code/invalidInput``, also for a name with a secret in it.
    public func hold(
        _ name: String = Session.defaultHold, reason: String, by actor: EventActor
    ) async throws {
        try Self.check(name, reason)
        try options.checkName(name, of: "a hold", .invalidInput)
        let reason = options.masked(reason)
        try await control(onArchived: true) { events, view in
            let name = try view.holds().name(of: name) ?? name
            _ = try events.control(
                EventDraft(HoldSet(name: name, reason: reason), by: actor, subject: name))
        }
    }

    /// Lifts a hold.
    ///
    /// - Throws: ``SessionError/Code/holdNotFound`` where none of that name is set.
    public func release(
        _ name: String = Session.defaultHold, reason: String, by actor: EventActor
    ) async throws {
        try Self.check(name, reason)
        let reason = options.masked(reason)
        try await control(onArchived: true) { events, view in
            let holds = try view.holds()
            guard let name = holds.name(of: name) else {
                let names = holds.map(\.name).joined(separator: ", ")
                throw SessionError(
                    .holdNotFound,
                    "no hold \"\(name)\" is set" + (names.isEmpty ? "" : "; there are: \(names)"),
                    hint: "\(.info) lists the holds.")
            }
            _ = try events.control(
                EventDraft(
                    HoldSet(name: name, reason: reason, isRemoved: true), by: actor, subject: name))
        }
    }

    /// The holds that are set, by name.
    public func holds() async throws -> [Hold] { try await read { try $0.holds() } }

    /// Refuses what ``redact(_:reason:authority:everywhere:by:)`` would refuse because of a hold,
    /// for whoever only shows what would be erased.
    ///
    /// - Throws: ``SessionError/Code/held`` while a hold is set.
    public func checkNotHeld() async throws { try await read { try $0.checkNotHeld() } }

    private static func check(_ name: String, _ reason: String) throws {
        guard (1...200).contains(name.utf8.count) else {
            throw SessionError(
                .invalidInput, "a hold's name has 1 to 200 bytes, this one \(name.utf8.count)")
        }
        guard reason.contains(where: { !$0.isWhitespace }) else {
            throw SessionError(
                .invalidInput, "a hold needs a reason", hint: "Say why: \(.giveReason).")
        }
    }
}

extension [Hold] {
    /// The name of one of them as it was given first. Names that a person cannot tell apart (é, e
    /// and an accent) are the same, and their bytes are two subjects to the log.
    fileprivate func name(of hold: String) -> String? {
        let same = map(\.name).filter { $0 == hold }
        return same.first { $0.utf8.elementsEqual(hold.utf8) } ?? same.first
    }
}
