import SessionAnswers
import SessionFormats
import SessionStore

/// Following folders at the command line: each import is told when it was done.
struct Following {
    let isJSON: Bool
    let notes: Notes

    /// Runs until the person ends it.
    func run(_ follower: TranscriptFollower) async throws {
        let (isJSON, notes) = (isJSON, notes)
        try await Interruption.ends {
            try await follower.run { path, outcome in
                switch outcome {
                case .success(let report):
                    for report in report.sessions {
                        let page = ImportPage(transcript: path, report: report, namesFormat: true)
                        try? page.write(isJSON: isJSON)
                    }
                    try? Output.standard.flush()
                case .failure(let error): notes.say(.leftOut, "\(path): \(error.message)")
                }
            }
        }
    }
}
