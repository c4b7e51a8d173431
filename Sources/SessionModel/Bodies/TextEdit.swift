/// One replacement of text, with its texts at hand.
public struct TextEdit: Sendable, Hashable {
    /// UTF-8 that has to occur; empty: the text has to be empty.
    public var old: [UInt8]
    /// UTF-8 that stands there afterwards.
    public var new: [UInt8]
    /// Whether every occurrence is replaced, or the first alone.
    public var all: Bool

    public init(old: [UInt8], new: [UInt8], all: Bool) {
        self.old = old
        self.new = new
        self.all = all
    }

    /// Makes the edits one after the other, as ``FileDerivation/apply(to:)`` does.
    ///
    /// - Returns: nil where an edit's old text does not occur.
    public static func apply(_ edits: [TextEdit], to text: [UInt8]) -> [UInt8]? {
        var text = text
        for edit in edits {
            guard let next = text.replacing(edit.old, with: edit.new, all: edit.all) else {
                return nil
            }
            text = next
        }
        return text
    }
}
