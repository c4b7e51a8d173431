/// Who did something: a class and a name, such as `user:ana`, `model:claude-sonnet-4-5`,
/// `tool:bash`, or `system` alone.
public struct EventActor: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    public let rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public var description: String { rawValue }

    /// Nobody in particular: the program itself.
    public static let system = EventActor(rawValue: "system")
    /// Stands for whoever did an event that was erased.
    public static let erased = EventActor(rawValue: "erased")
    /// A person, by a name that the program knows them by.
    public static func user(_ name: String) -> EventActor { EventActor(rawValue: "user:\(name)") }
    /// A model, by the name that its provider gives it.
    public static func model(_ name: String) -> EventActor { EventActor(rawValue: "model:\(name)") }
    /// A tool, by the name that the model calls it by.
    public static func tool(_ name: String) -> EventActor { EventActor(rawValue: "tool:\(name)") }

    /// `user`, `model`, `tool`, `system`.
    public var role: String { String(rawValue[..<(colon ?? rawValue.endIndex)]) }

    /// The part after the colon; the whole where there is none.
    public var name: String {
        colon.map { String(rawValue[rawValue.index(after: $0)...]) } ?? rawValue
    }

    /// Found among the bytes: going by characters takes ten times as long.
    private var colon: String.Index? { rawValue.utf8.firstIndex(of: UInt8(ascii: ":")) }
}
