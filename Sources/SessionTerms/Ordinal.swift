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
    /// What is stored and shown; below 2^53 in a file that is sound.
    var number: Int { get }
    /// Whatever the number; whether there is such a one, the file knows.
    init(_ number: Int)
}

extension Ordinal {
    /// Behind whatever there is.
    @inlinable public static var max: Self { Self(Int.max) }

    @inlinable public init(integerLiteral number: Int) { self.init(number) }
    public var description: String { String(number) }

    /// How many lie between, which is the other one's number less this one's.
    @inlinable public func distance(to other: Self) -> Int { other.number - number }
    /// The one that many further on; before it where `count` is negative.
    @inlinable public func advanced(by count: Int) -> Self { Self(number + count) }

    /// Not by the distance, as `Strideable` would have it: two numbers out of a damaged file may
    /// lie further apart than numbers go.
    @inlinable
    public static func == (left: Self, right: Self) -> Bool { left.number == right.number }
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
    /// The one `right` behind it.
    @inlinable
    public static func + (left: Self, right: Int) -> Self { Self(left.number + right) }
    /// The one `right` before it, which may be none.
    @inlinable
    public static func - (left: Self, right: Int) -> Self { Self(left.number - right) }
    /// How many steps lie from `right` to `left`.
    @inlinable
    public static func - (left: Self, right: Self) -> Int { left.number - right.number }
    /// Goes on to the one `right` behind it.
    @inlinable
    public static func += (left: inout Self, right: Int) { left = left + right }
    /// Goes back to the one `right` before it.
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
