internal import SessionStore

/// What one person wrote in a session.
struct PersonShare: Sendable {
    let session: String
    let title: String
    let path: String
    let project: Project
    /// How many events.
    let events: Int
    /// Whether no other person wrote in it.
    let isOnlyWriter: Bool
    /// The first of the holds that keep everything as it is.
    let hold: String?
}
