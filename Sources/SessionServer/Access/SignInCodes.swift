internal import Hummingbird
internal import SessionStore
internal import Synchronization

/// Codes that stand in a link and let somebody in once: what is left of the link in a history or a
/// log opens nothing.
final class SignInCodes: Sendable {
    private let users = Mutex<[String: String]>([:])

    /// A new code for a user.
    func code(for user: String, _ sources: SystemSources) -> String {
        let code = sources.id().filter { $0 != "-" }
        users.withLock { $0[code] = user }
        return code
    }

    /// Whose code it is, the first time that it is given.
    func take(_ code: String) -> String? { users.withLock { $0.removeValue(forKey: code) } }
}

/// Gives a token for a code.
struct SignInEndpoints {
    let codes: SignInCodes
    let keys: TokenKeys
    /// How often one address may come.
    let rates: RequestRates

    /// Days that a token lasts; that of a server which ends before is worth nothing then.
    private static let days = 30.0

    func add(to router: Router<ServerContext>) {
        router.post("api/sign-in") { request, context in
            try await signIn(Asked(request, context))
        }
    }

    private func signIn(_ asked: Asked) async throws -> Answer {
        if let seconds = rates.wait(of: Caller(user: asked.context.address ?? "")) {
            throw Problem.tooManyRequests("too many tried from there", seconds: seconds)
        }
        let code = try await asked.object().requiredText("code")
        guard let user = codes.take(code) else {
            throw Problem.unauthorized("the link was used already, or is of another server")
        }
        let token = try await keys.token(for: user, lasting: Self.days * 86_400)
        return .ok(["user": .string(user), "token": .string(token)])
    }
}
