import ArgumentParser
import SessionAnswers
import SessionIndex
import SessionStore

/// `session search`: finds what was said in the sessions of folders.
struct Search: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find what was said in the sessions of a folder.",
        discussion: """
            Finds titles, prompts, answers, thinking, calls of tools and what they gave, paths of \
            files and notes that hold all of the words, whatever their case. In prompts and \
            answers parts of words are found too, where whole words give little. Words need no \
            care: nothing in them is syntax, but for "several words" in quotes, which stand one \
            behind the other, and a star behind the beginning of a word.

            The best come first: what people said before what tools gave, the new before the old \
            where both fit alike. Forks and copies of one event are one hit. Behind each stands \
            its moment, for session show and session state.

            Examples
              session search "lock timeout" ~/sessions
              session search '"lock timeout"' app.session        one behind the other
              session search 'parse*' ~/sessions --in prompt --in answer
              session search migration --failures --since 2026-11-01
              session search "npm test" --commands --json | jq -r .moment
            """)

    @Argument(help: "What to look for.")
    var words: String
    @Argument(
        help: ArgumentHelp(
            "Folders and sessions to look in. Default: the folder you are in.",
            valueName: "place"),
        completion: .file(extensions: ["session"]))
    var places: [String] = ["."]
    @Flag(name: .shortAndLong, help: "Look into the folders in them, too.")
    var recursive = false
    @OptionGroup var filter: TextFilterOptions
    @Option(
        name: [.customShort("n"), .long],
        help: ArgumentHelp("Show at most this many.", valueName: "n"))
    var limit = 20
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if limit < 0 { throw ValidationError("--limit is a number from 0.") }
    }

    func run() async throws {
        var query = try filter.query(words)
        query.limit = limit
        let places = try await IndexedPlaces.open(self.places, isRecursive: recursive)
        let (report, clear) = IndexNotes.progress()
        let answer = try await places.search(query, progress: report)
        clear()
        let page = SearchPage(answer, words: words)
        if common.json {
            for hit in answer.hits { try Output.standard.json(Records.hit(hit)) }
            try Output.error.json(Records.searched(answer))
        } else {
            try Output.standard.lines(page.lines(Output.standard))
        }
        for (code, note) in page.notes { common.notes.say(code, note) }
        IndexNotes.tell(places, by: common.notes)
        try await places.close()
    }
}
