/// Where a file's content stands that the log does not tell of a moment itself: a tool read the
/// file whole there, or told what it held before it changed it.
///
/// It is a second answer, with its place: nothing says what became of the file in between.
public struct FileSighting: Sendable, Hashable {
    /// The event on the line that tells it.
    public let point: Point
    /// Whether that is behind the moment, and so the first that is seen of the file from there on;
    /// otherwise it is the last that was seen of it before.
    public let isLater: Bool
    /// The position of the event whose body holds the content.
    package let position: Position
    /// Where in the body (RFC 6901); nil: the content is not told whole.
    package let place: String?

    package init(point: Point, isLater: Bool, position: Position, place: String?) {
        self.point = point
        self.isLater = isLater
        self.position = position
        self.place = place
    }
}

/// What an event tells of a file as a tool found it, before it changed it or without changing it.
package enum FoundFile: Sendable, Hashable {
    /// Its content stands whole at this place of the event's body (RFC 6901).
    case whole(place: String)
    /// It was there. Why its content is not told.
    case part(String)
    case absent
}
