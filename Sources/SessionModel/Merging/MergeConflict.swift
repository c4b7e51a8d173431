public import Texts

/// A subject that both sides changed, so that somebody has to say what it shall be.
public struct MergeConflict: Sendable, Hashable {
    /// Why it could not be decided.
    public enum Reason: String, Sendable, Hashable, CaseIterable {
        /// Both changed the same lines, or lines beside each other.
        case content
        /// Both changed the mode.
        case mode
        /// Both changed a content that is no text, or where a link points.
        case binary
        /// Both changed a setting, the title, the editor, the explorer or a terminal.
        case value
        /// We removed what they changed.
        case removedByUs
        /// They removed what we changed.
        case removedByThem
        /// The log does not tell the content on one side.
        case unknown
        /// Both sides merged each other before, and what they had in common was not one value.
        case severalBases
        /// Before they changed it each side found another content in it, which neither had made.
        case seenDifferently
    }

    /// Of the subject that is in conflict.
    public let kind: EventKind
    /// nil: the title.
    public let subject: String?
    /// Why it cannot be decided here.
    public let reason: Reason
    /// What both had before they parted; more than one after criss-cross merges. nil: nothing.
    public let bases: [MergeValue?]
    /// nil: our side has none, and never had.
    public let ours: MergeValue?
    /// nil: their side has none, and never had.
    public let theirs: MergeValue?

    init(_ sides: MergeSides, _ reason: Reason) {
        kind = sides.kind
        subject = sides.subject
        bases = sides.bases
        ours = sides.ours
        theirs = sides.theirs
        self.reason = reason
    }

    var sides: MergeSides {
        MergeSides(kind: kind, subject: subject, bases: bases, ours: ours, theirs: theirs)
    }

    /// The one value that both had before; nil where there was none, or several.
    public var base: MergeValue? { sides.hasSeveralBases ? nil : sides.base }

    func isAbout(_ other: MergeConflict) -> Bool {
        kind == other.kind
            && subject.map { Array($0.utf8) } == other.subject.map { Array($0.utf8) }
    }

    /// The three contents joined line by line, for whoever wants to see or edit them; nil where one
    /// of them is no text, or not there. A setting's values are lines of JSON.
    ///
    /// - Parameter style: with ``ThreeWayText/Style/diff3`` the base's lines are shown, too.
    public func text(_ style: ThreeWayText.Style = .merge) -> ThreeWayText? {
        guard let left = lines(ours), let right = lines(theirs) else { return nil }
        let before = base.flatMap { lines($0) } ?? []
        guard base?.file == nil || ThreeWayText.isText(before) else { return nil }
        return ThreeWayText(base: before, ours: left, theirs: right, style: style)
    }

    private func lines(_ value: MergeValue?) -> [UInt8]? {
        switch value?.content {
        case .file(let bytes, let mode):
            return mode != MergedFile.linkMode && ThreeWayText.isText(bytes) ? bytes : nil
        case .json(let value):
            return (kind == .titleChanged ? value.utf8 ?? [] : value.bytes) + [0x0A]
        default: return nil
        }
    }
}

/// How a conflict is answered.
public enum MergeAnswer: Sendable, Hashable {
    /// The subject stays as it is on our side.
    case ours
    /// It becomes what it is on theirs.
    case theirs
    /// It becomes what it was before both changed it.
    case base
    /// It becomes this: a file's bytes, a setting's value as JSON, a title's text.
    case content([UInt8])

    /// What `branch.merged` records.
    public var name: String {
        switch self {
        case .ours: "ours"
        case .theirs: "theirs"
        case .base: "base"
        case .content: "content"
        }
    }
}

extension MergeConflict {
    /// Why an answer does not fit; nil where it does.
    public func problem(with answer: MergeAnswer) -> String? {
        switch answer {
        case .ours, .theirs: return nil
        case .base:
            if sides.hasSeveralBases { return "there are several bases" }
            if case .unknown(let reason) = base?.content {
                return "the content of the base is unknown: \(reason)"
            }
            return kind == .titleChanged && base == nil ? "a title cannot be taken away" : nil
        case .content(let bytes):
            switch kind {
            case .fileChanged: return nil
            case .titleChanged:
                return String(validating: bytes, as: UTF8.self) == nil ? "it is no UTF-8" : nil
            case _ where kind.role == .sets:
                return (try? JSON(validating: bytes)) == nil ? "it is no JSON" : nil
            default: return "this version does not know the kind \(kind)"
            }
        }
    }

    /// The mode that a file gets with a new content.
    var mode: String {
        let (left, right) = (ours?.file?.mode, theirs?.file?.mode)
        let modes = (left ?? right, right ?? left)
        guard let ours = modes.0, let theirs = modes.1 else { return MergedFile.ordinaryMode }
        let mode = FileMerge.taken(base?.file?.mode, ours, theirs) ?? ours
        return mode == MergedFile.linkMode ? MergedFile.ordinaryMode : mode
    }
}
