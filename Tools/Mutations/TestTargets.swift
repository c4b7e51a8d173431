import Foundation

/// A target of tests, and what is known of it without mutations.
struct TestTarget {
    let name: String
    /// How long all its tests take, in seconds.
    var duration: Double = 0
    /// The numbers of the mutations that it comes to.
    var reached: Set<Int> = []
}

/// The targets that are run: but for those that look at the text of the sources, and those whose
/// processes are killed before they could tell which mutations they came to.
struct TestTargets {
    private(set) var all: [TestTarget]
    private let bundle: TestBundle

    private static let names = [
        "JSONTextTests", "TextsTests", "SessionModelTests", "EventLogTests", "SessionStoreTests",
        "SessionFormatsTests", "SessionIndexTests", "SessionAnswersTests", "SessionCommandTests",
        "SessionServerTests", "FuzzTests",
    ]

    init(_ bundle: TestBundle) {
        self.bundle = bundle
        all = Self.names.map { TestTarget(name: $0) }
    }

    /// Runs each as it is, and once more where it fails: a machine that is busy may be the reason.
    mutating func measure(in folder: String) throws {
        for index in all.indices {
            let name = all[index].name
            let told = "\(folder)/reached-\(name)"
            try? FileManager.default.removeItem(atPath: told)
            try FileManager.default.createDirectory(
                atPath: told, withIntermediateDirectories: true)
            let start = ContinuousClock.now
            let isWhole = try (0..<2).contains { _ in
                let failed = try bundle.run(name, [Switch.reached: told], limit: 3600)
                if let failed { report("\(name) without any mutation: \(failed)") }
                return failed == nil
            }
            guard isWhole else { throw Failure("\(name) fails without any mutation") }
            all[index].duration = (ContinuousClock.now - start) / .seconds(1)
            all[index].reached = Set(
                try FileManager.default.contentsOfDirectory(atPath: told).compactMap { Int($0) })
            report(
                "\(name): \(Int(all[index].duration)) s, "
                    + "comes to \(all[index].reached.count) mutations")
        }
    }

    /// Why the tests notice a mutation; nil: they do not.
    func notice(_ mutation: Mutation) throws -> String? {
        for target in order(for: mutation) {
            let limit = 60 + 4 * target.duration
            let failed = try bundle.run(
                target.name, [Switch.active: "\(mutation.number)"], limit: limit)
            if let failed { return "\(target.name): \(failed)" }
        }
        return nil
    }

    func reach(_ mutation: Mutation) -> Bool {
        all.contains { $0.reached.contains(mutation.number) }
    }

    /// The module's own tests first, then the quicker ones.
    private func order(for mutation: Mutation) -> [TestTarget] {
        let own = mutation.module == "session" ? "SessionCommandTests" : mutation.module + "Tests"
        return all.filter { $0.reached.contains(mutation.number) }
            .sorted { ($0.name == own ? 0 : $0.duration) < ($1.name == own ? 0 : $1.duration) }
    }
}

/// Says how far it is, where results do not go.
func report(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}
