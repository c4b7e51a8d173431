internal import EventLog
internal import Platform
internal import SessionModel

extension SessionError {
    /// The log's error as users see it, with what they can do about it.
    init(_ error: LogError) {
        let place = error.position.map { " (event #\($0))" } ?? ""
        self.init(
            Self.codes[error.code] ?? .damaged, error.message + place,
            hint: Self.hints[error.code], cause: error)
    }

    /// An error of the log that was written down by its code's text.
    package static func known(as code: String, _ message: String) -> SessionError {
        let known = codes.first { $0.value.rawValue == code }
        return SessionError(
            known?.value ?? Code(rawValue: code), message, hint: known.flatMap { hints[$0.key] })
    }

    private static let codes: [LogError.Code: SessionError.Code] = [
        .fileNotFound: .fileNotFound, .fileExists: .fileExists, .logLeft: .fileExists,
        .notASession: .notASession,
        .newerFormat: .newerFormat, .damaged: .damaged, .corruptPayload: .corruptPayload,
        .readOnly: .readOnly, .noPermission: .noPermission, .diskFull: .diskFull, .busy: .busy,
        .ioFailed: .ioFailed, .noMemory: .ioFailed, .closed: .closed, .fileGone: .fileGone,
        .severalNames: .severalNames, .tooManyFiles: .tooManyFiles,
        .tooLarge: .eventTooLarge, .invalidSQL: .invalidSQL, .refusedSQL: .refusedSQL,
        .limitReached: .limitReached,
    ]

    private static let hints: [LogError.Code: Hint] = [
        .fileNotFound: "Check the path; \(.listFolder(nil)) shows the sessions of a folder.",
        .fileExists: "Choose another name, or open the file that is there.",
        .logLeft:
            "Where a program has it open still, close that first. Where the file was moved, the "
            + "log belongs beside it: mv NAME.session-wal NEWNAME.session-wal. Where it was "
            + "deleted, delete the log, too; or choose another name.",
        .notASession:
            "\(.create) makes sessions; \(.importTranscript) makes them from transcripts.",
        .newerFormat: "Update Session Store to read it. Nothing was changed.",
        .damaged:
            "\(.verify) lists what it can read of it. Restore the file from a copy, or "
            + "recover its tables with \(.recoverTables).",
        .corruptPayload:
            "\(.verify) lists what is damaged; events before and behind it can be read: "
            + "\(.logFrom).",
        .readOnly: "Copy the file to a folder that you can write, or open it for reading.",
        .noPermission: "Check who may read and write the file and its folder (ls -l).",
        .tooManyFiles:
            "Close sessions that are not needed, or allow more files: ulimit -n. Those that are "
            + "open go on.",
        .diskFull: "Nothing was written. Free some space and try again.",
        .busy: "Try again when the other process is done.",
        .fileGone:
            "Open the file where it is now; \(.follow) goes on with it there.",
        .severalNames:
            "Read it under any of them. To write, remove the other names (find -samefile FILE "
            + "lists them), or write to a copy: \(.copy).",
        .tooLarge: "Split the event; one event holds at most 256 MB.",
        .invalidSQL:
            "\(.sqlSchema) shows the views and their columns.",
        .refusedSQL:
            "What reads begins with SELECT or WITH; a session changes by appending events.",
        .limitReached:
            "Ask for less, or raise the limit: \(.raiseLimits).",
    ]
}

/// Runs a call of the log or the system and turns its error into a ``SessionError``.
func sessionErrors<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
        return try await body()
    } catch let error as LogError {
        throw SessionError(error)
    } catch let error as SystemError {
        throw SessionError(LogError(error))
    }
}
