import Testing

@Suite("One arrow down")
struct ArrowTests {
    /// What each module may import. `EventLog` and what lies below it stay out of sight of
    /// everything above `SessionStore`.
    private static let allowed: [String: Set<String>] = [
        "Platform": ["CPlatform", "CZstd"],
        "SessionTerms": [],
        "JSONText": [],
        "Texts": ["JSONText"],
        "SessionModel": ["JSONText", "SessionTerms", "Texts"],
        "EventLog": ["CLZ4", "CSQLite", "Crypto", "GRDB", "Platform", "SessionTerms"],
        "SessionStore": [
            "Crypto", "EventLog", "JSONText", "Platform", "SessionModel", "SessionTerms", "Texts",
        ],
        "SessionFormats": [
            "Crypto", "JSONText", "Platform", "SessionModel", "SessionStore", "Texts",
        ],
        "SessionIndex": [
            "CSQLite", "GRDB", "JSONText", "Platform", "SessionModel", "SessionStore",
            "SessionTerms", "Texts",
        ],
        "SessionAnswers": [
            "JSONText", "SessionFormats", "SessionIndex", "SessionModel", "SessionStore", "Texts",
        ],
        "SessionServer": [
            "AsyncAlgorithms", "CoreMetrics", "Crypto", "HTTPTypes", "Hummingbird",
            "HummingbirdCore", "HummingbirdTLS", "JWTKit", "Logging", "NIOCore", "NIOSSL",
            "Platform", "ServiceLifecycle", "SessionAnswers", "SessionFormats", "SessionIndex",
            "SessionModel", "SessionStore",
        ],
        "session": [
            "ArgumentParser", "Configuration", "JSONText", "Platform", "SessionAnswers",
            "SessionFormats", "SessionIndex", "SessionModel", "SessionServer", "SessionStore",
            "SystemPackage", "Texts",
        ],
    ]

    /// Modules of pure values, which do without the platform.
    private static let pure: Set<String> = [
        "SessionTerms", "JSONText", "Texts", "SessionModel",
    ]

    /// The platform.
    private static let platform: Set<String> = [
        "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl",
        "Synchronization",
    ]

    @Test
    func `a module imports only what lies below it`() throws {
        var breaches: [String] = []
        let statement = #/^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:\w+\s+)?import\s+(?:\w+\s+)?(\w+)/#
        for source in try SwiftSource.all.get() where source.path.hasPrefix("Sources/") {
            let path = source.path
            let module = String(path.split(separator: "/")[1])
            guard let own = Self.allowed[module] else {
                breaches.append(
                    breach(path, 1, "module \(module) is unknown, name what it imports"))
                continue
            }
            let allowed = Self.pure.contains(module) ? own : own.union(Self.platform)
            for (index, line) in source.code.enumerated() {
                guard let match = line.prefixMatch(of: statement) else { continue }
                let name = String(match.1)
                if !allowed.contains(name) {
                    let names = allowed.sorted().joined(separator: ", ")
                    breaches.append(
                        breach(
                            path, index + 1, "import \(name) is banned in \(module), use \(names)"))
                }
            }
        }
        #expect(breaches.isEmpty, "\n\(breaches.joined(separator: "\n"))")
    }

    /// Above the log's rows a row is what ``LogRows`` says of it, and may come from elsewhere one
    /// day. The index is a database of its own.
    @Test
    func `log and index ask SQLite in one folder each`() throws {
        let asking = #/\bimport (?:GRDB|CSQLite)\b|\bSQLStatement\b|\bsqlite3_\w+|\bDatabase\b/#
        let places = ["Sources/EventLog/Rows/", "Sources/SessionIndex/Tables/"]
        var breaches: [String] = []
        for source in try SwiftSource.all.get()
        where source.path.hasPrefix("Sources/") && !places.contains(where: source.path.hasPrefix) {
            for (index, line) in source.code.enumerated() where line.contains(asking) {
                breaches.append(
                    breach(
                        source.path, index + 1,
                        "SQLite is banned, use a call of LogRows or IndexTables"))
            }
        }
        #expect(breaches.isEmpty, "\n\(breaches.joined(separator: "\n"))")
    }

    /// Features get events, headers and lines from it, and never ask the log themselves.
    @Test
    func `the store asks its log in one folder`() throws {
        let places = ["LogView/", "Opening/", "Querying/"].map { "Sources/SessionStore/\($0)" }
        let asking = #/\bimport EventLog\b|\bLogReader\b|\bLogWriter\b|\bLogView\([a-z]/#
        var breaches: [String] = []
        for source in try SwiftSource.all.get()
        where source.path.hasPrefix("Sources/SessionStore/")
            && !places.contains(where: source.path.hasPrefix)
        {
            for (index, line) in source.code.enumerated() where line.contains(asking) {
                breaches.append(
                    breach(source.path, index + 1, "EventLog is banned, use a call of LogView"))
            }
        }
        #expect(breaches.isEmpty, "\n\(breaches.joined(separator: "\n"))")
    }

    @Test
    func `the top level shows what there is and nothing else`() throws {
        let expected: Set = ["Package.swift", "README.md", "Schemas", "Sources", "Tests", "Tools"]
        let names = try Repository.topLevel().filter { !$0.hasPrefix(".") }
        for name in names where !expected.contains(name) {
            Issue.record("\(breach(name, 1, "is banned at the top level, use one of its folders"))")
        }
        #expect(expected.isSubset(of: names))
    }
}
