internal import Foundation
public import SessionStore

/// The folder of a server's data, for whoever manages it beside the server or without one.
public struct ServerData: Sendable {
    let projects: Projects
    let keys: TokenKeys

    /// Opens it; a folder that is not there is made.
    public static func open(
        _ folder: String, sources: SystemSources = SystemSources()
    ) async throws -> ServerData { try await open(folder, sources, nil) }

    static func open(
        _ folder: String, _ sources: SystemSources, _ anonymous: AnonymousOptions?
    ) async throws -> ServerData {
        let projects = try await Projects.open(
            folder, sources, anonymous: anonymous.map { try AnonymousFolder($0, of: folder) })
        let keys = try await TokenKeys("\(folder)/keys", sources)
        return ServerData(projects: projects, keys: keys)
    }

    /// Ends all use.
    public func close() async throws { try await projects.close() }

    /// Makes the first project, where there is none.
    ///
    /// - Returns: its owner's token; nil: there is one already.
    func beginning() async throws -> String? {
        guard projects.isEmpty else { return nil }
        let owner = Caller(user: SessionServer.firstOwner)
        _ = try await projects.create("Sessions", by: owner)
        return try await keys.token(for: owner.user, lasting: 365 * 86_400)
    }

    // MARK: Tokens

    /// A token with which a user is let in.
    ///
    /// - Parameters:
    ///   - days: until it ends.
    ///   - folder: of the data; one that is not there is made.
    /// - Throws: ``SessionError/Code/invalidInput`` for a name that no user can have.
    public static func token(
        for user: String, days: Double, in folder: String, sources: SystemSources = SystemSources()
    ) async throws -> String {
        let keys = try await TokenKeys("\(folder)/keys", sources)
        return try await keys.token(for: Caller.checked(user: user), lasting: days * 86_400)
    }

    /// Adds a key, which signs what tokens are made from now on. Those of older keys stay good
    /// until the key's file is removed. A server that runs knows it from its next start on.
    public static func addKey(
        to folder: String, sources: SystemSources = SystemSources()
    ) throws { try TokenKeys.addKey(to: "\(folder)/keys", sources) }

    // MARK: Members

    /// A project, and who is in it.
    public struct ProjectMembers: Sendable, Hashable {
        /// The project's id.
        public let project: String
        /// As its owners call it.
        public let name: String
        /// Roles by user.
        public let members: [String: String]
    }

    /// All projects that were not deleted, with their members.
    public func members() async throws -> [ProjectMembers] {
        var found: [ProjectMembers] = []
        for project in projects.all {
            let facts = try await project.facts()
            guard !facts.isDeleted else { continue }
            found.append(
                ProjectMembers(
                    project: project.id, name: facts.name,
                    members: facts.members.mapValues(\.rawValue)))
        }
        return found
    }

    /// Makes somebody a member of a project, or another one than before.
    ///
    /// - Parameters:
    ///   - role: `reader`, `writer` or `owner`; nil: no member any more.
    ///   - actor: who does it.
    /// - Throws: ``SessionError/Code/fileNotFound`` where there is no such project, `invalidInput`
    ///   where there is no such role, or no such name.
    public func setMember(
        _ user: String, of project: String, role: String?, by actor: EventActor
    ) async throws {
        guard let project = projects.all.first(where: { $0.id == project }) else {
            throw SessionError(
                .fileNotFound, "there is no project \(project)",
                hint: "List them: session member --data DIR")
        }
        let role = try role.map { try Role(named: $0) }
        let user = try Caller.checked(user: user)
        try await project.record([.member(user, role, by: actor)])
    }
}
