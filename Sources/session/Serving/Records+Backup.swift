import SessionAnswers
import SessionServer
import SessionStore

extension Records {
    /// What a run into a backup did.
    static func backup(_ path: String, _ report: BackupReport) -> JSON {
        [
            "path": .string(path), "unchanged": .number(report.unchanged),
            "grown": .number(report.grown), "whole": .number(report.whole),
            "removed": .number(report.removed), "events": .number(report.events),
            "bytes": .number(report.bytes), "failures": failures(report.failures),
        ]
    }

    /// What a check of a backup found.
    static func backupCheck(_ path: String, _ check: BackupCheck) -> JSON {
        .object([
            ("path", .string(path)), ("begun", .string(check.begun.description)),
            ("ended", check.ended.map { .string($0.description) }),
            ("checked", .number(check.files)), ("unnamed", .number(check.unnamed)),
            ("events", .number(check.events)), ("findings", failures(check.findings)),
        ])
    }

    /// What was restored from a backup.
    static func restored(_ backup: String, to data: String, _ report: RestoreReport) -> JSON {
        let files = report.files.map { file -> JSON in
            [
                "path": .string(file.path), "session": .string(file.session),
                "position": .number(file.position.number),
            ]
        }
        return [
            "backup": .string(backup), "path": .string(data), "restored": .array(files),
            "later": .number(report.later), "failures": failures(report.failures),
        ]
    }

    private static func failures(_ failures: [BackupFailure]) -> JSON {
        .array(
            failures.map { failure in
                .object([
                    ("path", .string(failure.path)), ("message", .string(failure.message)),
                    ("hint", failure.hint.map { .string($0.text) }),
                ])
            })
    }
}
