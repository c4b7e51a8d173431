import EventLog

/// The bytes of a snapshot of subjects.
enum SubjectsTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        guard let subjects = Subjects(bytes) else { return }
        let written = subjects.bytes
        law(Subjects(written)?.bytes == written, "subjects are not what was written of them")
    }
}
