public import SessionFormats
public import SessionStore

extension Records {
    /// What an import added, and what it found on the way: damaged lines, secrets, records that the
    /// session has no form for.
    ///
    /// - Parameter transcript: the file that was read.
    public static func imported(_ report: ImportReport, from transcript: String) -> JSON {
        let damaged = report.damaged.map { line in
            JSON.object([
                ("path", .string(line.file)), ("line", .number(line.line)),
                ("reason", .string(line.reason)),
            ])
        }
        let format: JSON? = report.format.map { .string($0.name) }
        return .object([
            ("transcript", .string(transcript)), ("path", .string(report.path)),
            ("format", format),
            ("new", .bool(report.isNew)), ("home", report.home.map { .string($0.rawValue) }),
            ("events", .number(report.events)), ("records", .number(report.records)),
            ("damaged", .array(damaged)), ("secrets", counts(report.secrets)),
            ("masked", .bool(report.isMasked)),
            ("unfinishedBytes", .number(report.unfinishedBytes)),
            ("leftOut", counts(report.leftOut)),
        ])
    }

    /// A transcript that a tool can go on with, and how.
    public static func resumed(_ place: TranscriptPlace) -> JSON {
        [
            "path": .string(place.path), "id": .string(place.id), "cwd": .string(place.folder),
            "command": .array(place.command.map { .string($0) }),
        ]
    }

    /// A file that an export wrote, and its size in bytes.
    public static func exported(_ path: String, as format: TranscriptFormat, bytes: Int) -> JSON {
        [
            "path": .string(path), "format": .string(format.name), "size": .number(bytes),
        ]
    }
}
