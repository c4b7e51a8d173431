internal import Foundation
internal import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
public import Logging
internal import NIOSSL
internal import Platform
internal import ServiceLifecycle
internal import SessionStore

/// Projects of sessions over HTTP, as `Schemas/openapi.yaml` describes it: who may see and change
/// which session, events as they come, and the answers that the command gives.
///
/// ```swift
/// let server = try await SessionServer.open(ServerOptions(data: "data"))
/// if let token = server.firstToken { print("The first owner's token:", token) }
/// try await server.run()
/// ```
public struct SessionServer: Sendable {
    /// How it runs.
    public let options: ServerOptions
    /// The token of a folder's first owner, once: when the folder was made.
    public let firstToken: String?
    /// Takes what it has to say.
    public var logger: Logger
    let store: Store
    let keys: TokenKeys
    private let codes = SignInCodes()
    let listeners: ListenerCount
    /// Nil: nothing is backed up.
    private let backup: Backup?
    private let failures = Failures()

    /// The user that a fresh folder's first project belongs to.
    public static let firstOwner = "owner"

    /// Opens a folder of data, or makes one, with a project of a first owner.
    ///
    /// - Throws: where the folder cannot be read or written, and of a log that is damaged;
    ///   ``SessionError/Code/invalidInput`` where its backup is to lie in it.
    public static func open(_ options: ServerOptions) async throws -> SessionServer {
        let backup = try options.backup.map {
            try Backup(of: options.data, in: $0, sources: options.sources)
        }
        let data = try await ServerData.open(options.data, options.sources, options.anonymous)
        Staging.clear(options.data)
        var logger = Logger(label: "session-store")
        logger.logLevel = .notice
        if let inspection = options.inspection { try await data.projects.inspect(inspection) }
        let first = try await data.beginning()
        let (log, clock) = (logger, options.sources.clock)
        let people = try await People.open(options.data)
        let access = AccessLog(clock: clock, people: people) {
            log.error("who read and changed what cannot be noted: \($0)")
        }
        let pool = SessionPool(
            limit: SessionPool.limit(ofDescriptors: DescriptorLimit.current), clock: clock)
        return SessionServer(
            options: options, firstToken: first, logger: logger,
            store: Store(
                projects: data.projects, pool: pool, access: access, people: people,
                feeds: LiveFeeds(pool)),
            keys: data.keys, listeners: ListenerCount(limit: options.limits.listeners),
            backup: backup)
    }

    /// Serves until the process is told to stop (SIGTERM, SIGINT): then requests that run end,
    /// streams end, and each file stands alone.
    ///
    /// - Parameter running: called with the port once it listens.
    public func run(running: @escaping @Sendable (_ port: Int) -> Void = { _ in }) async throws {
        try await application(running).runService()
    }

    /// A code for a link, `/#code=CODE`, that opens the page once: as whoever inspects, or as the
    /// first owner of a server's projects.
    public func signInCode() -> String {
        codes.code(for: options.inspection?.user ?? Self.firstOwner, options.sources)
    }

    func application(
        _ running: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) throws -> some ApplicationProtocol {
        let deadlines = Deadlines(seconds: options.limits.seconds)
        var application = Application(
            router: router(deadlines), server: try builder(),
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port), serverName: "session-store"),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { running(port) }
            },
            logger: logger)
        application.addServices(
            deadlines,
            Housekeeping(
                store: store, failures: failures.retention, backups: schedule, logger: logger))
        return application
    }

    var schedule: BackupSchedule? {
        backup.map {
            BackupSchedule(
                $0, hours: options.backupHours, failures: failures.backup, logger: logger,
                clock: options.sources.clock)
        }
    }

    private func builder() throws -> HTTPServerBuilder {
        let plain = HTTPServerBuilder.http1(configuration: .init(idleTimeout: .seconds(75)))
        guard let certificate = options.certificate, let key = options.certificateKey else {
            return plain
        }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(certificate)
            let configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: key, format: .pem)))
            return try .tls(plain, tlsConfiguration: configuration)
        } catch {
            throw SessionError(
                .invalidInput, "\(certificate) and \(key) are no certificate with its key",
                hint: "Give files in PEM, and look whether they can be read: openssl x509 -noout "
                    + "-text -in FILE, openssl pkey -noout -in FILE.", cause: error)
        }
    }

    private func router(_ deadlines: Deadlines) -> Router<ServerContext> {
        _ = PrometheusMetrics.shared
        let router = Router(context: ServerContext.self)
        router.add(middleware: MetricsMiddleware())
        router.add(middleware: AnswerMiddleware())
        router.add(
            middleware: HostMiddleware(
                hosts: options.hosts, origins: Set(options.allowedOrigins)))
        SystemEndpoints(store: store, listeners: listeners, failures: failures).add(to: router)
        PageEndpoints(isKept: options.inspection == nil).add(to: router)
        func fewOfAnAddress() -> RequestRates {
            RequestRates(limit: 20, clock: options.sources.clock)
        }
        SignInEndpoints(codes: codes, keys: keys, rates: fewOfAnAddress()).add(to: router)
        let anonymous = AnonymousEndpoints(store: store, keys: keys, rates: fewOfAnAddress())
        anonymous.add(to: router)
        let api = router.group("api").add(
            middleware: AccessMiddleware(
                keys: keys,
                rates: RequestRates(
                    limit: options.limits.requestsPerMinute, clock: options.sources.clock),
                limits: options.limits))
        let routes = Routes(group: api, deadlines: deadlines)
        ProjectEndpoints(store: store).add(to: routes)
        RetentionEndpoints(store: store).add(to: routes)
        SettingEndpoints(store: store).add(to: routes)
        TabEndpoints(store: store).add(to: routes)
        BackupEndpoints(store: store).add(to: routes)
        SessionEndpoints(store: store).add(to: routes)
        MomentEndpoints(store: store).add(to: routes)
        BranchEndpoints(store: store).add(to: routes)
        MergeEndpoints(store: store).add(to: routes)
        KeepingEndpoints(store: store).add(to: routes)
        PersonEndpoints(store: store).add(to: routes)
        EventEndpoints(store: store).add(to: routes)
        TimelineEndpoints(store: store).add(to: routes)
        ExchangeEndpoints(store: store).add(to: routes)
        ArchiveEndpoints(store: store).add(to: routes)
        anonymous.add(to: routes)
        LiveEndpoint(store: store, listeners: listeners).add(to: routes)
        return router
    }
}
