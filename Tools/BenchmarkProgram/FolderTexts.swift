import Generators
import SessionStore

/// What is said in the sessions of a folder: by the agent of the peers' workload, where that is
/// here, else words by chance.
struct FolderTexts {
    struct Said {
        let draft: EventDraft
        let text: String
    }

    private let turns: [[Said]]

    init(_ workplace: Workplace) throws {
        let known = try PeerRows(workplace: workplace).turns(1000)
        turns = known?.map { $0.joined().map { Said($0) } } ?? Self.byChance
    }

    /// Some turns in a row, others for each number.
    func turns(of number: Int, _ count: Int) -> [[Said]] {
        (0..<count).map { turns[(number * 7 + $0) % turns.count] }
    }

    private static var byChance: [[Said]] {
        var workload = Workload(seed: 14, words: 20_000)
        let model = EventActor.model("opus")
        return (0..<1000).map { _ in
            let texts = [400, 1200, 200, 2500, 2500].map { workload.text($0) }
            let drafts: [EventDraft] = [
                .prompt(texts[0], by: .user("ana")), .response(texts[1], by: model),
                .toolCall("Bash", arguments: ["command": .string(texts[2])], by: model),
                .toolResult(.string(texts[3]), of: "Bash"),
                .toolResult(.string(texts[4]), of: "Read"),
            ]
            return drafts.map { Said($0) }
        }
    }
}

extension FolderTexts.Said {
    init(_ draft: EventDraft) {
        let body = draft.body
        let text = (body["text"] ?? body["gen_ai.tool.call.result"])?.string
        self.init(draft: draft, text: text ?? body["gen_ai.tool.call.arguments"]?.description ?? "")
    }
}
