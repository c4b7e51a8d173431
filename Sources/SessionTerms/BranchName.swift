/// The name of a branch or a tag: what a person types before `@` or `~`.
public struct BranchName: RawRepresentable, Sendable, Hashable, Comparable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { self.init(rawValue: value) }
    public var description: String { rawValue }

    /// The branch that every session begins with.
    public static let main: BranchName = "main"

    public static func < (left: BranchName, right: BranchName) -> Bool {
        left.rawValue < right.rawValue
    }

    /// Why a new branch or tag cannot have this name; nil where it can.
    ///
    /// A name is 1 to 200 bytes of UTF-8 without white space, control characters and the
    /// characters that moments are written with (`@ ~ # : { }`), and does not begin with `-`.
    public var problem: String? {
        if rawValue.isEmpty { return "a name cannot be empty" }
        if rawValue.utf8.count > 200 { return "a name has at most 200 bytes" }
        if rawValue.hasPrefix("-") { return "a name cannot begin with -" }
        let bad = rawValue.unicodeScalars.first {
            $0.properties.isWhitespace || $0.value < 0x20 || $0.value == 0x7F
                || "@~#:{}".unicodeScalars.contains($0)
        }
        if let bad {
            return "a name cannot contain " + (bad.value <= 0x20 ? "white space" : "\"\(bad)\"")
        }
        return nil
    }
}

/// Branches that importers make of what a subagent did.
extension BranchName {
    private static let subagentPrefix = "agent-"

    /// The branch of a subagent of this name, which may be none that a branch can have.
    package init(ofSubagent name: String) { self.init(rawValue: Self.subagentPrefix + name) }

    /// Whether importers give such names to subagents' branches alone.
    public var isOfSubagent: Bool { rawValue.hasPrefix(Self.subagentPrefix) }
}
