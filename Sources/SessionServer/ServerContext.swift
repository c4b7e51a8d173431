internal import Hummingbird
internal import Logging
internal import NIOCore

/// What goes with a request: who sends it, from where, and how much it may ask for.
struct ServerContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Nil until the token was checked, and where there need be none.
    var caller: Caller?
    /// The address of the other end, or of the proxy in between.
    let address: String?
    var limits = ServerLimits()

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        address = source.channel.remoteAddress?.ipAddress
    }
}

/// How much one request, and one caller, may take.
public struct ServerLimits: Sendable {
    /// Bytes of a request's body.
    public var bodySize = 8 << 20
    /// Bytes of a file that is uploaded.
    public var uploadSize = 4 << 30
    /// Requests of one user a minute.
    public var requestsPerMinute = 6000
    /// Streams of live events at once.
    public var listeners = 2000
    /// Seconds between two signs of life in a stream; a proxy gives up after some thirty.
    public var heartbeat = 10.0
    /// Seconds after which an answer is given up.
    public var seconds = 60.0

    /// The usual ones.
    public init() {}
}
