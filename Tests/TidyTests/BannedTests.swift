import Testing

/// What must not stand in code, and what to write instead.
private struct Ban: Sendable, CustomTestStringConvertible {
    let pattern: String
    let name: String
    let instead: String
    /// Beginnings of paths that the ban does not hold for.
    var except: [String] = []

    var testDescription: String { name }
}

@Suite("What is banned")
struct BannedTests {
    /// The files that time and chance come in through; everyone else takes them as arguments.
    private static let sources = [
        "Sources/EventLog/File/Draft.swift",  // names of temporary files
        "Sources/SessionStore/Opening/SessionOptions.swift",
    ]

    private static let bans: [Ban] = [
        Ban(
            pattern: #"UnsafePointer|Unsafe\w*Pointer|UnsafeMutable|UnsafeRaw|withUnsafe"#,
            name: "unsafe code", instead: "a safe call, or a function in Platform",
            except: [
                "Sources/EventLog/Codec/", "Sources/EventLog/Rows/", "Sources/Platform/",
            ]),
        Ban(
            pattern: #"@unchecked\s+Sendable|nonisolated\(unsafe\)"#, name: "unchecked concurrency",
            instead: "Mutex or an actor", except: ["Sources/EventLog/", "Sources/Platform/"]),
        Ban(pattern: #"\btry!"#, name: "try!", instead: "try, and say what went wrong"),
        Ban(pattern: #"\bas!"#, name: "as!", instead: "as? with an answer for nil"),
        Ban(
            pattern: #"\bfatalError\("#, name: "fatalError(",
            instead: "a thrown error, or precondition for a caller's bug"),
        Ban(
            pattern: #"(?:^|[^\w.])(debugPrint|print|dump)\("#, name: "print(",
            instead: "a returned value", except: ["Sources/session/"]),
        Ban(
            pattern: #"(?:^|\W)(?!try!|as!)\w+!(?![=\w])|[)\]]!(?![=\w])"#,
            name: "force unwrapping",
            instead: "guard let, or ?? with a value"),
        Ban(
            pattern: #"\bDate\(\)|\bDate\.now\b|Clock\.now\b|Clock\(\)\.now\b|\bUUID\(\)"#
                + #"|\.random\(in:|SystemRandomNumberGenerator"#,
            name: "a clock or random source", instead: "an argument", except: sources),
    ]

    @Test("Code holds none of it", arguments: bans)
    private func codeHoldsNone(of ban: Ban) throws {
        let pattern = try Regex(ban.pattern)
        var breaches: [String] = []
        for source in try SwiftSource.all.get() where source.path.hasPrefix("Sources/") {
            if ban.except.contains(where: { source.path.hasPrefix($0) }) { continue }
            for (index, line) in source.code.enumerated() where line.contains(pattern) {
                breaches.append(
                    breach(source.path, index + 1, "\(ban.name) is banned, use \(ban.instead)"))
            }
        }
        #expect(breaches.isEmpty, "\n\(breaches.joined(separator: "\n"))")
    }

    /// What is to be done stands in a hint as a value, which each front end words.
    @Test
    func `only the command speaks of its verbs`() throws {
        let verb = #/`session [a-z-]+|"session [a-z-]+ \\/#
        var breaches: [String] = []
        for path in try Repository.files(in: "Sources", ext: "swift")
        where !path.hasPrefix("Sources/session/") {
            let lines = try Repository.text(path).split(
                separator: "\n", omittingEmptySubsequences: false)
            for (index, line) in lines.enumerated()
            where line.contains(verb) && !line.drop(while: { $0 == " " }).hasPrefix("//") {
                breaches.append(breach(path, index + 1, "a verb is banned, use a Hint.Step"))
            }
        }
        #expect(breaches.isEmpty, "\n\(breaches.joined(separator: "\n"))")
    }

    @Test
    func `c wraps what Swift cannot call, and breaks things on purpose; nothing else is in C`()
        throws
    {
        let places = [
            "Sources/CSQLite/", "Sources/CLZ4/", "Sources/CZstd/", "Sources/CPlatform/",
            "Tools/PowerCut/",
        ]
        for ext in ["c", "h", "cc", "cpp", "m"] {
            for path in try Repository.files(in: "Sources", "Tests", "Tools", ext: ext) {
                let text = breach(path, 1, "C is banned, use Swift")
                #expect(places.contains { path.hasPrefix($0) }, "\(text)")
            }
        }
    }

    @Test
    func `a ban sees code, and neither comments nor strings`() {
        let source = SwiftSource(
            "x.swift",
            """
            let a = b! // c!
            let d = "e!" + #"f!"g!"# + "\\(h["i!"])"
            /* j! */ let k = 1
            """)
        #expect(
            source.code.map { $0.filter { !$0.isWhitespace } } == ["leta=b!", "letd=++", "letk=1"])
    }
}
