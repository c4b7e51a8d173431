internal import SessionStore

/// The sessions that a person has open in an application, as tabs in their order.
struct Tabs: Sendable, Hashable, Codable {
    /// One tab.
    struct Tab: Sendable, Hashable, Codable {
        let session: String
        /// The revision up to which the application saved it; nil: it does not say.
        var saved: Int?
    }

    /// A tab that was closed, and where it stood.
    struct Closed: Sendable, Hashable, Codable {
        let session: String
        let place: Int
    }

    private(set) var open: [Tab] = []
    /// The session that is seen.
    private(set) var active: String?
    /// What was closed, the last one first.
    private(set) var closed: [Closed] = []

    /// How many closed ones are known.
    private static let memory = 25

    /// Takes these tabs, in this order, for those that were open; what is not among them any more
    /// was closed.
    mutating func show(_ tabs: [Tab], active: String?) {
        let shown = Set(tabs.map(\.session))
        let gone = open.enumerated().filter { !shown.contains($0.element.session) }
        let former = closed.filter { !shown.contains($0.session) }
        let left = gone.reversed().map { Closed(session: $0.element.session, place: $0.offset) }
        closed = Array((left + former).prefix(Self.memory))
        (open, self.active) = (tabs, active ?? tabs.first?.session)
    }

    /// Forgets that a session was closed, which is none any more.
    mutating func forget(_ session: String) { closed.removeAll { $0.session == session } }

    /// Opens what was closed last where it stood, and shows it.
    ///
    /// - Returns: false: nothing was closed.
    mutating func reopen() -> Bool {
        guard !closed.isEmpty else { return false }
        let last = closed.removeFirst()
        open.insert(Tab(session: last.session), at: min(last.place, open.count))
        active = last.session
        return true
    }
}
