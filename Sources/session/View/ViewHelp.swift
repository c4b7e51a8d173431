import SessionAnswers

/// The keys of `session view`, for its own page and for the verb's help.
enum ViewHelp {
    static let keys: [(keys: String, meaning: String)] = [
        ("↓ ↑  j k", "the next or previous event"),
        ("] [", "the next or previous prompt"),
        ("} {", "the next or previous file change"),
        ("PgDn PgUp", "a page of events; Home End G: first, last"),
        (": or g", "go to a moment: main@120, main~2, #4711, a tag, a time"),
        ("/ n N", "search what was said; next, previous; Esc stops"),
        ("F", "show only kind:prompt,tool.* path:src/ actor:model; Esc: all"),
        ("a", "also what tools keep their books with, and pieces of answers"),
        ("Tab 1-5", "event, conversation, files, file, state"),
        ("→ ←", "into the right side and back; Enter opens a file"),
        ("J K Space", "scroll the right side from the left one"),
        ("#", "a file's line numbers, or none"),
        ("B", "where each line of a file came in; Enter goes there"),
        ("m c", "mark a moment; compare the marked one with this"),
        ("b", "branches"),
        ("f", "fork a branch off here"),
        ("r", "read anew; what others write comes by itself"),
        ("Ctrl-L Ctrl-Z", "draw anew; to the shell and back with fg"),
        ("q", "quit"),
    ]

    static let lines = keys.map { keys, meaning in
        DisplayText.pad(keys, to: 15) + meaning
    }
}
