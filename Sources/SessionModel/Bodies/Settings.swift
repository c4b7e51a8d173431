/// A new value of one subject: a setting, a tab of the editor, a place in the explorer, a terminal.
public struct SubjectChanged: Sendable, Hashable {
    /// Any JSON; null where the subject was removed.
    public var value: JSON
    /// Whether the subject has no value from here on.
    public var isRemoved: Bool

    public init(value: JSON) {
        self.value = value
        isRemoved = false
    }

    /// The subject is gone.
    public static let removed: SubjectChanged = {
        var change = SubjectChanged(value: .null)
        change.isRemoved = true
        return change
    }()

    /// Reads a body of any of the kinds that set such a subject.
    public init(_ body: JSON) {
        isRemoved = body["removed"]?.bool ?? false
        value = body["value"] ?? .null
    }

    public var json: JSON { isRemoved ? ["removed": true] : ["value": value] }

    /// The setting in which an importer notes how far it has read a transcript; for the files that
    /// go with it, `import:NAME`.
    public static let importMark = "import"

    /// Whether a setting is such a note. It says what the file holds, so nothing takes it back.
    public static func isImportMark(_ setting: String) -> Bool {
        setting == importMark || setting.hasPrefix(importMark + ":")
    }
}

/// The session's title on a branch. It has no subject: a branch has one title.
public struct TitleChanged: EventBody {
    public static let kind = EventKind.titleChanged
    /// Empty: there is none from here on.
    public var title: String

    public init(title: String) { self.title = title }

    public init(_ body: JSON, version: Int) { title = body["title"]?.string ?? "" }

    public var json: JSON { ["title": .string(title)] }
}

extension Event {
    /// The title that the event gives the session, whatever format it came in; nil for events of
    /// another kind.
    public var title: String? {
        guard kind == .titleChanged, !isErased else { return nil }
        return dialect == nil
            ? TitleChanged(body, version: version).title : record?.title
    }
}
