/// The beginnings of answers that are being streamed, which a preview shows until they are
/// finished.
struct PartialAnswers: Sendable {
    /// By the id of the answer; the one that said something last stands last.
    private var texts: [(answer: String, text: String)] = []
    /// Whether nothing else was said since its last piece.
    var isLast = false

    /// The beginning of the answer that is being given; nil where the last word is another's.
    var lastText: String? { isLast ? texts.last?.text : nil }

    mutating func add(_ piece: JSON, to answer: String) {
        var text = ""
        if let index = texts.firstIndex(where: { $0.answer == answer }) {
            text = texts.remove(at: index).text
        }
        let left = PreviewFold.textLimit - text.count
        if left > 0 { text += piece.beginning(limit: left) ?? "" }
        texts.append((answer, text))
        if texts.count > PreviewFold.answerMemory { texts.removeFirst() }
        isLast = true
    }

    mutating func finish(_ answer: String?) {
        guard let answer, let index = texts.firstIndex(where: { $0.answer == answer }) else {
            return
        }
        if index == texts.count - 1 { isLast = false }
        texts.remove(at: index)
    }

    // MARK: State

    init() {}

    init(json: JSON?) {
        texts = (json?["texts"]?.elements ?? []).compactMap { pair in
            let parts = pair.elements
            guard parts.count == 2, let answer = parts[0].string, let text = parts[1].string else {
                return nil
            }
            return (answer, text)
        }
        isLast = json?["last"]?.bool ?? false
    }

    /// Nil where there are none: most states.
    var json: JSON? {
        guard !texts.isEmpty else { return nil }
        return .object([
            ("texts", .array(texts.map { .array([.string($0.answer), .string($0.text)]) })),
            ("last", .bool(isLast)),
        ])
    }
}
