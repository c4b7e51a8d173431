import SessionFormats

/// Something that reads what anybody may have written: bytes in, nothing out.
///
/// What a target's code throws is an answer. A trap, an access out of bounds, a hang or a broken
/// law is a finding, and ends the process.
public struct FuzzTarget: Sendable {
    /// Other bytes in place of some, at most so many.
    public typealias Change = (_ bytes: [UInt8], _ limit: Int) -> [UInt8]

    public let name: String
    public let run: @Sendable ([UInt8]) -> Void
    /// Makes another input of one. What chance does to all of its bytes seldom leaves a structure
    /// as it was, so that a target with one may have a part of it changed at a time.
    public let mutate: @Sendable (_ input: [UInt8], _ limit: Int, _ seed: UInt32, Change) -> [UInt8]

    init(
        name: String, mutate: (@Sendable ([UInt8], Int, UInt32, Change) -> [UInt8])? = nil,
        run: @escaping @Sendable ([UInt8]) -> Void
    ) {
        (self.name, self.run) = (name, run)
        self.mutate = mutate ?? { input, limit, _, change in change(input, limit) }
    }

    public static let all: [FuzzTarget] =
        [
            FuzzTarget(name: "payload", mutate: PayloadInput.mutate, run: PayloadTarget.run),
            FuzzTarget(name: "delta", run: DeltaTarget.run),
            FuzzTarget(name: "subjects", run: SubjectsTarget.run),
            FuzzTarget(name: "json", run: JSONTarget.run),
            FuzzTarget(name: "body", run: BodyTarget.run),
            FuzzTarget(name: "recipe", run: RecipeTarget.run),
            FuzzTarget(name: "moment", run: MomentTarget.run),
            FuzzTarget(name: "note", run: NoteTarget.run),
            FuzzTarget(name: "file", run: FileTarget.run),
        ] + importers

    /// One for each format that is read.
    private static let importers = TranscriptFormat.all.filter(\.isRead).map { format in
        FuzzTarget(name: "importer-\(format.name)", mutate: LineMutation.mutate) {
            ImporterTarget.run($0, as: format)
        }
    }
}

/// Ends the process where a law does not hold. No precondition: a release build has these trap
/// without a word.
func law(_ holds: Bool, _ text: @autoclosure () -> String) {
    guard holds else { fatalError("broken law: \(text())") }
}
