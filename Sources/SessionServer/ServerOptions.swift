/// How a server runs.
public struct ServerOptions: Sendable {
    /// The folder that holds everything: projects, keys, what was deleted.
    public var data: String
    /// The address to listen at.
    public var host = "127.0.0.1"
    /// 0: any that is free.
    public var port = 8080
    /// Names that clients call it by, beside ``host`` and `localhost`.
    public var allowedHosts: [String] = []
    /// Pages of other sites that may ask, such as `https://app.example.org`.
    public var allowedOrigins: [String] = []
    /// A PEM file with the certificate and those that it is signed by; nil: no TLS.
    public var certificate: String?
    /// A PEM file with the certificate's key.
    public var certificateKey: String?
    /// Whether people without a token are let in; nil: they are not.
    public var anonymous: AnonymousOptions?
    /// Sessions that lie elsewhere and are shown to one person; nil: the server has projects of its
    /// own alone.
    public var inspection: Inspection?
    /// The folder that the data are backed up into; nil: they are not. See ``Backup``.
    public var backup: String?
    /// Hours from one backup's beginning to the next one's.
    public var backupHours = 6
    /// Where time and chance come from.
    public var sources = SystemSources()
    /// How much may be asked of it.
    public var limits = ServerLimits()

    /// - Parameter data: a folder; one that is not there is made.
    public init(data: String) { self.data = data }

    var hosts: Set<String> {
        Set(([host, "localhost", "127.0.0.1", "[::1]"] + allowedHosts).map { $0.lowercased() })
    }
}
