// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "session-store",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "SessionStore", targets: ["SessionStore"]),
        .library(name: "SessionFormats", targets: ["SessionFormats"]),
        .library(name: "SessionIndex", targets: ["SessionIndex"]),
        .library(name: "SessionAnswers", targets: ["SessionAnswers"]),
        .library(name: "SessionServer", targets: ["SessionServer"]),
        .executable(name: "session", targets: ["session"]),
        .library(name: "SessionSQL", type: .dynamic, targets: ["SQLiteExtension"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"]), .brew(["lz4"])]),
        .systemLibrary(
            name: "CZstd", pkgConfig: "libzstd",
            providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]
        ),
        .systemLibrary(name: "CPlatform"),
        .target(name: "CSQLite", linkerSettings: [.linkedLibrary("sqlite3")]),
        .target(name: "Platform", dependencies: ["CPlatform", "CZstd"]),
        .target(name: "SessionTerms"),
        .target(name: "JSONText"),
        .target(name: "Texts", dependencies: ["JSONText"]),
        .target(
            name: "SessionModel", dependencies: ["SessionTerms", "Texts"], plugins: ["EmbedFiles"]
        ),
        .target(
            name: "EventLog",
            dependencies: [
                "CLZ4", "CSQLite", "Platform", "SessionTerms",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            plugins: ["EmbedFiles"]),
        .target(
            name: "SessionStore",
            dependencies: [
                "SessionModel", "EventLog", .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(
            name: "SessionFormats",
            dependencies: [
                "Platform", "SessionStore", .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(
            name: "SessionIndex",
            dependencies: [
                "CSQLite", "SessionStore", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            plugins: ["EmbedFiles"]),
        // These two have no more than anybody else: a third party could write them.
        .target(
            name: "SessionAnswers", dependencies: ["SessionFormats", "SessionIndex"],
            packageAccess: false),
        .target(
            name: "SessionServer",
            dependencies: [
                "SessionAnswers",
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["Page"], packageAccess: false, plugins: ["EmbedFiles"]),
        .executableTarget(
            name: "session",
            dependencies: [
                "SessionServer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            packageAccess: false),
        .executableTarget(name: "embed-files", path: "Tools/EmbedFiles"),
        .plugin(
            name: "EmbedFiles", capability: .buildTool(), dependencies: ["embed-files"],
            path: "Tools/EmbedFilesPlugin"),
        .target(name: "Generators", dependencies: ["SessionModel"], path: "Tools/Generators"),
        .executableTarget(
            name: "benchmark-program",
            dependencies: [
                "SessionFormats", "SessionIndex", "SessionServer", "Generators", "CSQLite",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Hummingbird", package: "hummingbird"),
            ],
            path: "Tools/BenchmarkProgram"),
        .target(
            name: "SQLiteExtension", dependencies: ["SessionStore"], path: "Tools/SQLiteExtension"),
        .executableTarget(
            name: "append-worker",
            dependencies: [
                "SessionStore", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tools/AppendWorker"),
        .executableTarget(
            name: "faults-program",
            dependencies: [
                "SessionFormats", "Generators",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tools/Faults"),
        .target(
            name: "FuzzTargets",
            dependencies: ["SessionFormats", "EventLog", "CSQLite", "Generators"],
            path: "Tools/FuzzTargets"),
        .executableTarget(
            name: "fuzz-program", dependencies: ["FuzzTargets"], path: "Tools/FuzzProgram"),
        .executableTarget(
            name: "mutations-program", dependencies: ["Generators"], path: "Tools/Mutations"),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText"]),
        .testTarget(name: "TextsTests", dependencies: ["Texts", "Generators"]),
        .testTarget(name: "SessionModelTests", dependencies: ["SessionModel", "Generators"]),
        .testTarget(
            name: "EventLogTests",
            dependencies: ["EventLog", "Generators", .product(name: "GRDB", package: "GRDB.swift")]),
        .testTarget(
            name: "SessionStoreTests",
            dependencies: [
                "SessionStore", "EventLog", "CSQLite", "Generators", "FuzzTargets",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .testTarget(name: "SessionFormatsTests", dependencies: ["SessionFormats", "session"]),
        .testTarget(name: "SessionIndexTests", dependencies: ["SessionIndex", "Generators"]),
        .testTarget(
            name: "SessionAnswersTests", dependencies: ["SessionAnswers", "Generators"],
            packageAccess: false),
        .testTarget(
            name: "SessionCommandTests",
            dependencies: [
                "session", "SessionStore", "EventLog", "Generators", "FuzzTargets", "AnswerSchemas",
            ]),
        .target(
            name: "AnswerSchemas",
            dependencies: ["JSONText", .product(name: "Yams", package: "Yams")],
            path: "Tests/AnswerSchemas"),
        .testTarget(
            name: "SessionServerTests",
            dependencies: [
                "SessionServer", "AnswerSchemas",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ]),
        .testTarget(
            name: "FaultTests",
            dependencies: [
                "append-worker", "faults-program", "session", "SessionStore", "Generators",
            ]),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets", "Generators"]),
        .testTarget(name: "TidyTests"),
    ],
    swiftLanguageModes: [.v6]
)

/// For Tools/fuzz: what tells libFuzzer how far an input came, in our own code and nobody else's;
/// with `FUZZING=log` in the log's alone, since to look at all of it takes longer than to decode.
func coverage(of target: String) -> [SwiftSetting] {
    guard let part = Context.environment["FUZZING"] else { return [] }
    let isSeen = part != "log" || ["EventLog", "FuzzTargets", "fuzz-program"].contains(target)
    let kinds = "edge,indirect-calls,trace-cmp,inline-8bit-counters,pc-table"
    return [.define("FUZZING")] + (isSeen ? [.unsafeFlags(["-sanitize-coverage=\(kinds)"])] : [])
}

let compiled = package.targets.filter { $0.type != .system && $0.type != .plugin }

/// The names of the targets that one is built on, near and far.
func names(below target: Target, among targets: [Target]) -> Set<String> {
    var found: Set<String> = []
    var next = [target]
    while let target = next.popLast() {
        for case .byNameItem(let name, _) in target.dependencies where found.insert(name).inserted {
            next += targets.filter { $0.name == name }
        }
    }
    return found
}

// A target is compiled again where a module changed that it names as a dependency, and not where
// one did that such a module is built on. But the layout of a type may come from any of them: with
// code for an older layout in it, an incremental build would crash. So all of them are named.
let below = compiled.map { names(below: $0, among: compiled) }
for (target, names) in zip(compiled, below) {
    target.dependencies.removeAll { if case .byNameItem = $0 { true } else { false } }
    target.dependencies += names.sorted().map { .byName(name: $0) }
}

for target in compiled {
    var settings = target.swiftSettings ?? []
    settings += [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ]
    settings += coverage(of: target.name)
    target.swiftSettings = settings
}
