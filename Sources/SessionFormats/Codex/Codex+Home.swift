import SessionStore

extension Codex: TranscriptHome {
    static func place(
        of id: String, in folder: String, at time: CivilTime, _ environment: [String: String]
    ) -> String {
        let home = environment.folder("CODEX_HOME", else: ".codex")
        let day = time.date.replacing("-", with: "/")
        let clock = time.clock.prefix(8).replacing(":", with: "-")
        return "\(home)/sessions/\(day)/rollout-\(time.date)T\(clock)-\(id).jsonl"
    }

    static func command(id: String) -> [String] { ["codex", "resume", id] }
}
