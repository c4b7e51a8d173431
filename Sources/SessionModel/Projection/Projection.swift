/// A pure fold over the events of a line: the same events always give the same state.
///
/// The store keeps snapshots of a projection's state, so that the state at a moment is the nearest
/// snapshot and a few events more. A new ``version`` makes old snapshots void.
public protocol Projection: Sendable {
    /// Names the projection in the file; letters, digits, dots and dashes.
    static var name: String { get }
    /// Raise it whenever ``apply(_:)`` or the form of ``state`` changes.
    static var version: Int { get }
    /// The state before the first event.
    init()
    /// Takes in the line's next event. One that throws ends its own fold; the session goes on.
    mutating func apply(_ event: Event) throws
    /// Everything that ``init(state:)`` needs to go on.
    var state: JSON { get }
    /// Goes on from a stored state; nil where it cannot be read.
    init?(state: JSON)
}

/// A projection that is `Codable` is its own state. Raise its version when its members change.
extension Projection where Self: Codable {
    /// The projection, encoded; null, which nothing goes on from, where it cannot be.
    public var state: JSON { (try? JSON(encoding: self)) ?? .null }

    public init?(state: JSON) {
        guard let stored = try? state.decode(Self.self) else { return nil }
        self = stored
    }
}
