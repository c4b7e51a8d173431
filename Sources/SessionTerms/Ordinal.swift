/// A number that says which one it is among its kind: a type for each, so that none is taken for
/// another.
///
/// ```swift
/// let last: Revision = 120
/// last + 1           // Revision 121
/// last - 100         // Revision 20
/// last - fork        // how many revisions lie between: an Int
/// (1...last).count   // 120
/// ```
public protocol Ordinal: Sendable, Hashable, Strideable, ExpressibleByIntegerLiteral,
    CustomStringConvertible
{
    var number: Int { get }
    init(_ number: Int)
}

extension Ordinal {
    /// Behind whatever there is.
    @inlinable public static var max: Self { Self(Int.max) }

    @inlinable public init(integerLiteral number: Int) { self.init(number) }
    public var description: String { String(number) }

    @inlinable public func distance(to other: Self) -> Int { other.number - number }
    @inlinable public func advanced(by count: Int) -> Self { Self(number + count) }

    /// Not by the distance, as `Strideable` would have it: two numbers out of a damaged file may
    /// lie further apart than numbers go.
    @inlinable
    public static func == (left: Self, right: Self) -> Bool { left.number == right.number }
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
    @inlinable
    public static func + (left: Self, right: Int) -> Self { Self(left.number + right) }
    @inlinable
    public static func - (left: Self, right: Int) -> Self { Self(left.number - right) }
    @inlinable
    public static func - (left: Self, right: Self) -> Int { left.number - right.number }
    @inlinable
    public static func += (left: inout Self, right: Int) { left = left + right }
    @inlinable
    public static func -= (left: inout Self, right: Int) { left = left - right }
}

/// An event's place in its file, all branches together, in the order written: 1, 2, 3 … Local to
/// the file, and therefore never hashed nor stored inside an event. Written `#4711`.
@frozen public struct Position: Ordinal {
    public let number: Int
    @inlinable public init(_ number: Int) { self.number = number }
}

/// An event's place on its line: 1, 2, 3 …, the same in every copy of the file; 0 stands before the
/// first. After a fork at 120 both sides have a 121 of their own.
@frozen public struct Revision: Ordinal {
    public let number: Int
    @inlinable public init(_ number: Int) { self.number = number }
}

/// A branch in its file: 1, 2, 3 … in the order they were forked, however they are called. Local to
/// the file, as positions are.
@frozen public struct BranchID: Ordinal {
    public let number: Int
    @inlinable public init(_ number: Int) { self.number = number }

    /// The control line, which is no branch.
    public static let control: BranchID = 0
    /// The branch that the session began with.
    public static let first: BranchID = 1
}
