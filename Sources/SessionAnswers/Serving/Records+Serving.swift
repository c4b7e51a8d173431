public import SessionStore

extension Records {
    /// A member of a server's project.
    public static func member(
        _ user: String, role: String, of project: String, name: String
    ) -> JSON {
        [
            "project": .string(project), "name": .string(name), "user": .string(user),
            "role": .string(role),
        ]
    }

    /// A server that listens: where, over which folder, and where that is new the first owner's
    /// token, and a link that opens the page once.
    public static func serving(
        _ url: String, data: String, token: String?, link: String?
    ) -> JSON {
        .object([
            ("url", .string(url)), ("path", .string(data)), ("token", token.map { .string($0) }),
            ("link", link.map { .string($0) }),
        ])
    }

    /// A token, which lets its bearer in as a user.
    public static func token(_ token: String, of user: String) -> JSON {
        ["user": .string(user), "token": .string(token)]
    }
}
