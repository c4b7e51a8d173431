import Testing

@Suite("What is public is explained")
struct PublicCommentTests {
    /// The modules that a program outside of this package uses.
    private static let modules = [
        "SessionStore", "SessionModel", "SessionTerms", "JSONText", "SessionFormats",
        "SessionAnswers",
    ]

    @Test(arguments: modules)
    func `every public declaration has a comment`(module: String) throws {
        let breaches = try SwiftSource.all.get()
            .filter { $0.path.hasPrefix("Sources/\(module)/") }
            .flatMap { source in
                PublicDeclaration.all(in: source).filter { !$0.isExplained }.map {
                    breach(source.path, $0.line, "\($0.text) says nothing, write a comment")
                }
            }
        #expect(breaches.isEmpty, "\n\(breaches.joined(separator: "\n"))")
    }

    @Test
    func `cases count, protocols explain their witnesses, members what is made of them`() {
        let source = SwiftSource(
            "x.swift",
            """
            /// Explained.
            public struct S: Hashable {
                public let a: Int
                /// Explained.
                @discardableResult
                public func b() -> Int { 1 }
                public init(a: Int) { self.a = a }
                public init(_ text: String) {}
                public static func == (left: S, right: S) -> Bool { true }
                public private(set) var c: Int
            }
            /// Explained.
            public enum E {
                case d
                /// Explained.
                case e
                var f: Int { switch self { case .d: 1 } }
            }
            enum Inner {
                case g
            }
            """)
        let missing = PublicDeclaration.all(in: source).filter { !$0.isExplained }.map(\.line)
        #expect(missing == [3, 8, 10, 14])
    }
}

/// A line that declares something that is public.
private struct PublicDeclaration {
    /// Counted from 1.
    let line: Int
    let text: String
    let isExplained: Bool

    static func all(in source: SwiftSource) -> [PublicDeclaration] {
        let members = members(of: source)
        var enumeration: Int?
        return source.code.indices.compactMap { index in
            let code = source.code[index]
            let indent = code.prefix { $0 == " " }.count
            if enumeration == indent, code.contains("}") { enumeration = nil }
            let isCase = enumeration == indent - 4 && code.dropFirst(indent).hasPrefix("case ")
            guard isCase || declares(code) else { return nil }
            if code.contains(#/\benum \w/#), !code.hasSuffix("}") { enumeration = indent }
            let hasCases = code.contains(#/\benum \w.*\{ *case /#)
            let isClear = isWitness(code) || isMadeOf(members, source, at: index)
            return PublicDeclaration(
                line: index + 1, text: source.lines[index].trimmed,
                isExplained: !hasCases && (isClear || hasComment(above: index, in: source)))
        }
    }

    private static func declares(_ code: String) -> Bool {
        code.contains(
            #/^\s*(?:@\w+(?:\([^)]*\))?\s+|indirect\s+|final\s+)*public\s+(?!import|extension)/#)
            && !code.contains(#/^\s*public\s+(?:static\s+)?(?:extension|import)\b/#)
    }

    /// Attributes stand between a comment and what it explains.
    private static func hasComment(above index: Int, in source: SwiftSource) -> Bool {
        var above = index - 1
        while above > 0, source.lines[above].trimmed.hasPrefix("@") { above -= 1 }
        return above >= 0 && source.lines[above].trimmed.hasPrefix("///")
    }

    /// What protocols ask for, the standard library's and those of events' bodies and projections:
    /// they say what it is.
    private static func isWitness(_ code: String) -> Bool {
        witnesses.contains { code.contains($0) }
    }

    private static var witnesses: [Regex<Substring>] {
        [
            #/\bfunc (?:==|<|hash\(into|encode\(to|makeAsyncIterator\(|next\(\))/#,
            #/\btypealias Element\b|\bstruct AsyncIterator\b/#,
            #/\bvar (?:description|rawValue)\b|\blet rawValue\b/#,
            #/\binit\((?:from |rawValue|\w+Literal\b)/#,
            #/\bstatic let kind = EventKind\.|\binit\(_ body: JSON, version: Int\)/#,
            #/\bvar (?:json|state): JSON\b|\binit\?\(state: JSON\)|\bapply\(_ event: Event\)/#,
            #/\bstatic let (?:name|version) = /#,
        ]
    }

    /// Names of stored properties that are public.
    private static func members(of source: SwiftSource) -> Set<Substring> {
        Set(
            source.code.flatMap {
                $0.matches(of: #/\bpublic (?:\w+\(set\) )?(?:let|var) (\w+)/#).map(\.1)
            })
    }

    /// Whether it makes a value of its members, each of which says itself what it is.
    private static func isMadeOf(
        _ members: Set<Substring>, _ source: SwiftSource, at index: Int
    ) -> Bool {
        guard source.code[index].contains(#/\bpublic init\(/#) else { return false }
        let text = source.code[index...].prefix(12).joined(separator: " ")
        guard let list = text.firstMatch(of: #/\binit\((.*?)\)\s*(?:async\s*)?(?:throws\s*)?\{/#)
        else { return false }
        let names = list.1.matches(of: #/(?:^|,)\s*(?:\w+ )?(\w+):/#).map(\.1)
        return names.allSatisfy { members.contains($0) }
    }
}

extension StringProtocol {
    fileprivate var trimmed: String { String(drop { $0 == " " }) }
}
