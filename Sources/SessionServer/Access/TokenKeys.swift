internal import Crypto
internal import Foundation
internal import JWTKit
internal import SessionStore
internal import Synchronization

/// The Ed25519 keys that sign tokens, one file each in a folder that its owner alone can read. All
/// of them verify, the newest signs: rotating adds one, and removing a file ends its tokens.
///
/// A file is called `ID.key` and holds the seed's 32 bytes in base64; the newest is the one whose
/// id, the time it was made, sorts last.
final class TokenKeys: Sendable {
    private let sources: SystemSources
    private let keys: JWTKeyCollection
    private let signing: JWKIdentifier
    /// What tokens say that were found good.
    private let checked = Mutex<[String: Claims]>([:])
    private static let remembered = 10_000

    /// What a token says.
    struct Claims: JWTPayload {
        let sub: SubjectClaim
        let iat: IssuedAtClaim
        let exp: ExpirationClaim
        let jti: IDClaim

        func verify(using algorithm: some JWTAlgorithm) throws { try exp.verifyNotExpired() }
    }

    /// Reads the keys of a folder, and makes the first one where there is none.
    init(_ folder: String, _ sources: SystemSources = SystemSources()) async throws {
        self.sources = sources
        if try Self.names(in: folder).isEmpty { try Self.addKey(to: folder, sources) }
        keys = JWTKeyCollection()
        var newest: JWKIdentifier?
        for name in try Self.names(in: folder) {
            let text = try String(contentsOfFile: "\(folder)/\(name).key", encoding: .utf8)
            guard let seed = Data(base64Encoded: text.filter { !$0.isNewline }),
                let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: seed)
            else {
                throw SessionError(
                    .invalidKey, "\(folder)/\(name).key holds no key",
                    hint: "Put the file back as it was, or remove it: its tokens end then.")
            }
            let id = JWKIdentifier(string: name)
            await keys.add(eddsa: EdDSA.PrivateKey(backing: key), kid: id)
            newest = id
        }
        guard let newest else { throw SessionError(.invalidKey, "\(folder) has no key") }
        signing = newest
    }

    /// Adds a key, which signs from the next start on.
    static func addKey(to folder: String, _ sources: SystemSources) throws {
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        let time = sources.clock().description.filter { $0.isNumber }
        let mark = sources.random(4).map { String($0, radix: 16) }.joined()
        let id = "\(time)-\(mark)"
        let seed = Data(sources.random(32)).base64EncodedString()
        let isMade = FileManager.default.createFile(
            atPath: "\(folder)/\(id).key", contents: Data("\(seed)\n".utf8),
            attributes: [.posixPermissions: 0o600])
        guard isMade else {
            throw SessionError(
                .noPermission, "no key can be written into \(folder)",
                hint: "Check who may write there (ls -ld).")
        }
    }

    private static func names(in folder: String) throws -> [String] {
        guard FileManager.default.fileExists(atPath: folder) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder)
            .filter { $0.hasSuffix(".key") && !$0.hasPrefix(".") }
            .map { String($0.dropLast(".key".count)) }.sorted()
    }

    /// A token for a user.
    func token(for user: String, lasting seconds: TimeInterval) async throws -> String {
        let now = sources.now
        let claims = Claims(
            sub: SubjectClaim(value: user), iat: IssuedAtClaim(value: now),
            exp: ExpirationClaim(value: now.addingTimeInterval(seconds)),
            jti: IDClaim(value: sources.id()))
        return try await keys.sign(claims, kid: signing)
    }

    /// Who a token is of. That it was signed here is looked at once, that it has not ended each
    /// time.
    ///
    /// - Throws: 401.
    func caller(of token: String) async throws -> Caller {
        do {
            if let known = checked.withLock({ $0[token] }) {
                try known.exp.verifyNotExpired()
                return Caller(user: known.sub.value)
            }
            let claims = try await keys.verify(token, as: Claims.self)
            checked.withLock { checked in
                if checked.count >= Self.remembered { checked = [:] }
                checked[token] = claims
            }
            return Caller(user: claims.sub.value)
        } catch {
            throw Problem.unauthorized("the token is expired, or was not made here")
        }
    }
}
