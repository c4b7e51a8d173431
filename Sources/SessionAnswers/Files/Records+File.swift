public import SessionStore

extension Records {
    /// A file as it is at a moment: its path, the revision that set it, size in bytes and mode.
    public static func file(_ file: FileState) -> JSON {
        .object([
            ("path", .string(file.path)), ("revision", .number(file.revision)),
            ("size", file.size.map { .number($0) }), ("mode", file.change.mode.map { .string($0) }),
            ("removed", file.change.isRemoved ? true : nil),
            ("renamedFrom", file.change.renamedFrom.map { .string($0) }),
            ("unknown", file.change.unknown.map { .string($0) }),
            ("seen", file.sighting.map { sighting($0) }),
        ])
    }

    /// A file's content: `text` where it is UTF-8, otherwise `base64`.
    public static func content(_ bytes: [UInt8], of file: FileState) -> JSON {
        .object(
            [
                ("path", .string(file.path)), ("revision", .number(file.revision)),
                ("seen", file.sighting.map { sighting($0) }), ("size", .number(bytes.count)),
            ] + content(bytes))
    }

    /// Where a file's content was seen which the log does not tell of the moment itself.
    public static func sighting(_ sighting: FileSighting) -> JSON {
        .object([
            ("branch", .string(sighting.point.branch.rawValue)),
            ("revision", .number(sighting.point.revision)), ("later", .bool(sighting.isLater)),
        ])
    }
}
