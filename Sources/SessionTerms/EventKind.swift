/// What an event records, as a word: `prompt.submitted`. The set is open: a kind that this version
/// does not know is kept and shown, and folds pass over it.
public struct EventKind: RawRepresentable, Sendable, Hashable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral word: String) { self.init(rawValue: word) }
    public var description: String { rawValue }
}
