internal import SessionStore

/// Who sends a request, as its token says.
struct Caller: Sendable, Hashable {
    /// Told to be unique by whoever hands out tokens.
    let user: String

    /// What names of anonymous users begin with; no other name has a colon.
    static let anonymous = "anonymous:"

    /// Whether nobody knows who it is: what they have is in memory, and goes.
    var isAnonymous: Bool { user.hasPrefix(Self.anonymous) }

    /// - Throws: 403 for an anonymous user.
    func checkKnown() throws {
        guard isAnonymous else { return }
        throw Problem(
            .forbidden, "anonymous", "anonymous users may not do that",
            hint: "Sign in: session token makes a token.")
    }

    /// As which a caller writes: nobody can choose another one.
    var actor: EventActor { .user(user) }

    /// A user's name as a token has it: short, and with nothing in it that cannot be seen.
    ///
    /// - Throws: ``SessionError/Code/invalidInput`` for a name that no user can have.
    static func checked(user: String) throws -> String {
        let isPlain = user.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
                || "-_.@+".unicodeScalars.contains(scalar)
        }
        guard isPlain, (1...100).contains(user.utf8.count) else {
            throw SessionError(
                .invalidInput, "\"\(user)\" cannot name a user",
                hint: "Write letters, digits and - _ . @ +, up to 100.")
        }
        return user
    }
}
