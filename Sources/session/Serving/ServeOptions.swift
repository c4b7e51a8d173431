import ArgumentParser
import Configuration
import SessionServer
import SessionStore
import SystemPackage

/// How `session serve` runs: from its options, the environment and a file.
struct ServeOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder with everything in it.", valueName: "dir"))
    var data: String?
    @Option(help: "The address to listen at. Default: 127.0.0.1")
    var host: String?
    @Option(help: "The port; 0: any that is free. Default: 8080")
    var port: Int?
    @Option(help: ArgumentHelp("A PEM file: the certificate and its chain.", valueName: "file"))
    var certificate: String?
    @Option(help: ArgumentHelp("A PEM file: the certificate's key.", valueName: "file"))
    var certificateKey: String?
    @Option(
        name: .customLong("allowed-host"), parsing: .singleValue,
        help: ArgumentHelp("A name that clients call it by. Repeatable.", valueName: "name"))
    var allowedHosts: [String] = []
    @Option(
        name: .customLong("allowed-origin"), parsing: .singleValue,
        help: ArgumentHelp(
            "Another site whose pages may ask: https://app.example.org. Repeatable.",
            valueName: "origin"))
    var allowedOrigins: [String] = []
    @Option(
        help: ArgumentHelp(
            "A folder in memory, such as /dev/shm: lets people in without a token, whose sessions "
                + "never touch the disk.", valueName: "dir"))
    var anonymous: String?
    @Option(
        help: ArgumentHelp("Hours until those sessions go. Default: 24", valueName: "h"))
    var anonymousHours: Int?
    @Option(help: ArgumentHelp("The folder to back up into. Default: none", valueName: "dir"))
    var backup: String?
    @Option(help: ArgumentHelp("Hours from backup to backup. Default: 6", valueName: "n"))
    var backupHours: Int?
    @Option(help: ArgumentHelp("Megabytes of a request's body. Default: 8", valueName: "mb"))
    var maxBody: Int?
    @Option(help: ArgumentHelp("Megabytes of an uploaded file. Default: 4096", valueName: "mb"))
    var maxUpload: Int?
    @Option(help: ArgumentHelp("Requests of one user a minute. Default: 6000", valueName: "n"))
    var maxRate: Int?
    @Option(help: ArgumentHelp("Streams of live events at once. Default: 2000", valueName: "n"))
    var maxListeners: Int?
    @Option(help: ArgumentHelp("Seconds that an answer may take. Default: 60", valueName: "s"))
    var timeout: Int?
    @Option(help: ArgumentHelp("A JSON file with any of these.", valueName: "file"))
    var config: String?

    /// The options as given, as one more place where a value can stand.
    private var provider: InMemoryProvider {
        var values: [AbsoluteConfigKey: ConfigValue] = [:]
        func set(_ name: String, _ value: ConfigContent?) {
            guard let value else { return }
            values[AbsoluteConfigKey([name])] = ConfigValue(value, isSecret: false)
        }
        set("data", data.map { .string($0) })
        set("host", host.map { .string($0) })
        set("port", port.map { .int($0) })
        set("certificate", certificate.map { .string($0) })
        set("certificateKey", certificateKey.map { .string($0) })
        set("allowedHosts", allowedHosts.isEmpty ? nil : .stringArray(allowedHosts))
        set("allowedOrigins", allowedOrigins.isEmpty ? nil : .stringArray(allowedOrigins))
        set("anonymous", anonymous.map { .string($0) })
        set("anonymousHours", anonymousHours.map { .int($0) })
        set("backup", backup.map { .string($0) })
        set("backupHours", backupHours.map { .int($0) })
        set("maxBody", maxBody.map { .int($0) })
        set("maxUpload", maxUpload.map { .int($0) })
        set("maxRate", maxRate.map { .int($0) })
        set("maxListeners", maxListeners.map { .int($0) })
        set("timeout", timeout.map { .int($0) })
        return InMemoryProvider(name: "options", values: values)
    }

    /// What is to be, checked.
    func resolved() async throws -> ServerOptions {
        var providers: [any ConfigProvider] = [
            provider, EnvironmentVariablesProvider().prefixKeys(with: "session.store"),
        ]
        if let config { providers.append(try await Self.file(config)) }
        let reader = ConfigReader(providers: providers)
        guard let data = reader.string(forKey: "data") else {
            throw ValidationError("Give the folder of the data: --data DIR.")
        }
        var options = ServerOptions(data: data)
        options.host = reader.string(forKey: "host", default: options.host)
        options.port = try Self.number(reader, "port", 0...65_535, options.port)
        options.certificate = reader.string(forKey: "certificate")
        options.certificateKey = reader.string(forKey: "certificateKey")
        options.allowedHosts = reader.stringArray(forKey: "allowedHosts", default: [])
        options.allowedOrigins = reader.stringArray(forKey: "allowedOrigins", default: [])
        options.anonymous = try Self.anonymous(reader)
        options.backup = reader.string(forKey: "backup")
        options.backupHours = try Self.number(reader, "backupHours", 1...8760, options.backupHours)
        options.limits = try Self.limits(reader, options.limits)
        guard (options.certificate == nil) == (options.certificateKey == nil) else {
            throw ValidationError("--certificate and --certificate-key go together.")
        }
        return options
    }

    private static func anonymous(_ reader: ConfigReader) throws -> AnonymousOptions? {
        guard let folder = reader.string(forKey: "anonymous") else { return nil }
        var options = AnonymousOptions(folder: folder)
        options.hours = try number(reader, "anonymousHours", 1...8760, options.hours)
        return options
    }

    private static func limits(
        _ reader: ConfigReader, _ standard: ServerLimits
    ) throws -> ServerLimits {
        var limits = standard
        limits.bodySize = try number(reader, "maxBody", 1...256, limits.bodySize >> 20) << 20
        limits.uploadSize =
            try number(reader, "maxUpload", 1...1_048_576, limits.uploadSize >> 20) << 20
        limits.requestsPerMinute = try number(
            reader, "maxRate", 1...1_000_000_000, limits.requestsPerMinute)
        limits.listeners = try number(reader, "maxListeners", 0...1_000_000, limits.listeners)
        limits.seconds = Double(try number(reader, "timeout", 1...86_400, Int(limits.seconds)))
        return limits
    }

    private static func number(
        _ reader: ConfigReader, _ name: String, _ range: ClosedRange<Int>, _ standard: Int
    ) throws -> Int {
        let number = reader.int(forKey: ConfigKey([name]), default: standard)
        guard range.contains(number) else {
            throw ValidationError(
                "\(name) is a number from \(range.lowerBound) to \(range.upperBound).")
        }
        return number
    }

    private static func file(_ path: String) async throws -> FileProvider<JSONSnapshot> {
        do {
            return try await FileProvider<JSONSnapshot>(filePath: FilePath(path))
        } catch {
            throw SessionError(
                .invalidInput, "\(path) cannot be read as JSON",
                hint: #"Write an object, such as {"data": "./data", "port": 9000}."#, cause: error)
        }
    }

    /// What a server runs with, for whoever started it: nothing in it is secret.
    static func lines(_ options: ServerOptions) -> [String] {
        var table = Table()
        table.add(["data", options.data])
        table.add(["host", "\(options.host):\(options.port)"])
        table.add(["certificate", options.certificate ?? "none: plain HTTP"])
        if let backup = options.backup {
            table.add(["backup", "\(backup), every \(options.backupHours) h"])
        }
        if !options.allowedHosts.isEmpty {
            table.add(["allowed hosts", options.allowedHosts.joined(separator: ", ")])
        }
        if !options.allowedOrigins.isEmpty {
            table.add(["allowed origins", options.allowedOrigins.joined(separator: ", ")])
        }
        if let anonymous = options.anonymous {
            table.add(["anonymous", "in \(anonymous.folder), for \(anonymous.hours) h"])
        }
        let limits = options.limits
        table.add(["body, upload", "\(limits.bodySize >> 20) MB, \(limits.uploadSize >> 20) MB"])
        table.add(["rate", "\(limits.requestsPerMinute) requests of a user a minute"])
        table.add(["listeners", "\(limits.listeners)"])
        table.add(["timeout", "\(Int(limits.seconds)) s"])
        return table.lines(columns: nil)
    }
}
