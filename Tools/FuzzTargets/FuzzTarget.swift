/// Something that reads what anybody may have written: bytes in, nothing out.
///
/// What a target's code throws is an answer. A trap, an access out of bounds, a hang or a broken
/// law is a finding, and ends the process.
public struct FuzzTarget: Sendable {
    public let name: String
    public let run: @Sendable ([UInt8]) -> Void

    public static let all: [FuzzTarget] = [
        FuzzTarget(name: "payload", run: PayloadTarget.run),
        FuzzTarget(name: "delta", run: DeltaTarget.run),
        FuzzTarget(name: "subjects", run: SubjectsTarget.run),
        FuzzTarget(name: "json", run: JSONTarget.run),
        FuzzTarget(name: "body", run: BodyTarget.run),
        FuzzTarget(name: "recipe", run: RecipeTarget.run),
        FuzzTarget(name: "moment", run: MomentTarget.run),
        FuzzTarget(name: "note", run: NoteTarget.run),
        FuzzTarget(name: "importer-claude-code") { ImporterTarget.run($0, as: .claudeCode) },
        FuzzTarget(name: "importer-cloud-events") { ImporterTarget.run($0, as: .cloudEvents) },
        FuzzTarget(name: "file", run: FileTarget.run),
    ]
}

/// Ends the process where a law does not hold.
func law(_ holds: Bool, _ text: @autoclosure () -> String) {
    precondition(holds, "broken law: \(text())")
}
