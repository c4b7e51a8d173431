internal import SessionStore

/// Who sends a request, as its token says.
struct Caller: Sendable, Hashable {
    /// Told to be unique by whoever hands out tokens.
    let user: String

    /// As which a caller writes: nobody can choose another one.
    var actor: EventActor { .user(user) }
}
