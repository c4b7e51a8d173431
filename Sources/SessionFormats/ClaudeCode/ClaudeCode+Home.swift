import SessionStore

extension ClaudeCode: TranscriptHome {
    static func place(
        of id: String, in folder: String, at time: CivilTime, _ environment: [String: String]
    ) -> String {
        let home = environment.folder("CLAUDE_CONFIG_DIR", else: ".claude")
        return "\(home)/projects/\(project(folder))/\(id).jsonl"
    }

    /// The folder of a project is called like the working folder, with dashes.
    private static func project(_ folder: String) -> String {
        String(
            folder.unicodeScalars.flatMap { scalar -> [Character] in
                let isPlain =
                    scalar.isASCII
                    && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
                // The tool counts as JavaScript does, in units of UTF-16.
                return isPlain
                    ? [Character(scalar)]
                    : Array(repeating: "-", count: scalar.value > 0xFFFF ? 2 : 1)
            })
    }

    static func command(id: String) -> [String] { ["claude", "--resume", id] }
}
