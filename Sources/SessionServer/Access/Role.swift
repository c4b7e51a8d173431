internal import SessionStore

/// What a member of a project may do, each more than the one before.
enum Role: String, Sendable, CaseIterable, Comparable {
    /// Sees everything in the project.
    case reader
    /// Appends, branches and merges, creates and deletes sessions.
    case writer
    /// Changes members and the project itself, redacts and holds.
    case owner

    /// - Throws: ``SessionError/Code/invalidInput`` where there is no such role.
    init(named word: String) throws {
        guard let role = Role(rawValue: word) else {
            let roles = Self.allCases.map(\.rawValue).joined(separator: ", ")
            throw SessionError(
                .invalidInput, "\(word) is no role", hint: "There are: \(roles)")
        }
        self = role
    }

    static func < (left: Role, right: Role) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int { self == .owner ? 2 : self == .writer ? 1 : 0 }
}
