import SessionStore

/// Signed notes, and the heads that they are about.
enum NoteTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        if let note = SignedNote(text) {
            law(note.description == text, "a note is not what was read")
            _ = Checkpoint(note.text)
        }
        if let checkpoint = Checkpoint(text) {
            law(checkpoint.text == text, "a checkpoint is not what was read")
        }
    }
}
