import Foundation
import SessionAnswers
import SessionFormats
import SessionStore

/// What a person is told of an import.
struct ImportPage {
    let transcript: String
    let report: ImportReport
    /// Whether it is said what the transcript was: of several that may be anything.
    var namesFormat = false

    func write(isJSON: Bool) throws {
        let output = Output.standard
        if isJSON { return try output.json(Records.imported(report, from: transcript)) }
        let records = Counts.of(report.records, "record")
        let home = report.home.map { " to \($0), for it begins with records of the session" } ?? ""
        let verb = report.isNew ? "added" : "continued: added"
        let added = "\(verb) \(Counts.of(report.events, "event")) from \(records)" + home
        let news = report.events == 0 ? "nothing new" : added
        let format = report.format.map { $0.title + ", " }
        try output.line(
            output.style.bold(DisplayText.oneLine(Self.shortened(report.path))) + "  "
                + (namesFormat ? format ?? "" : "") + news)
        for note in notes {
            try output.line("  " + output.style.yellow(DisplayText.oneLine(note)))
        }
    }

    private var notes: [String] {
        var notes = report.damaged.map {
            "\($0.file):\($0.line): \($0.reason); the line is kept as it is"
        }
        let secrets = report.secrets.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
        if !secrets.isEmpty {
            let list = secrets.joined(separator: ", ")
            notes.append(
                report.isMasked
                    ? "masked: \(list)"
                    : "looks like secrets, and is in the session: \(list) (--mask masks them)")
        }
        if report.unfinishedBytes > 0 {
            notes.append(
                "the last line is unfinished (\(Counts.bytes(report.unfinishedBytes))); "
                    + "import again when it is whole")
        }
        return notes + FormatCalls.notes(leftOut: report.leftOut)
    }

    /// A path in the folder we are in, without that folder.
    private static func shortened(_ path: String) -> String {
        let here = FileManager.default.currentDirectoryPath + "/"
        return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
    }
}
