extension Event {
    /// Everything personal that the event holds, as bytes: what it says about itself, its body as
    /// it stands, those of its strings that are written with escapes, and its content.
    package func forEachText(_ body: ([UInt8]) -> Void) {
        for text in [subject, isErased ? nil : actor.rawValue, id] {
            if let text { body(Array(text.utf8)) }
        }
        guard !isErased else { return }
        body(self.body.bytes)
        if self.body.source.contains(UInt8(ascii: "\\")) {
            let values = EventValues(body: self.body)
            for number in values.numbers where values.isString(number) {
                if let text = values.text(number) { body(text) }
            }
        }
        if let content { body(content) }
    }

    /// The texts that the event tells: what was said, called with, returned or written, long enough
    /// to be known again. Names, ids and other settings of a record are none.
    package var toldTexts: [[UInt8]] {
        var texts = content.map { [$0] } ?? []
        guard !isErased else { return [] }
        for part in message?.parts ?? [] {
            switch part {
            case .text(let value), .thinking(let value): texts += Self.strings(in: value)
            case .toolCall(_, _, let arguments):
                texts += Self.strings(in: arguments).filter { $0.contains { $0 <= 0x20 } }
            case .toolResult(_, let result, _): texts += Self.strings(in: result)
            case .other: break
            }
        }
        if message == nil, dialect == nil, kind != .fileChanged,
            kind.role == .sets || kind.role == nil
        {
            texts += Self.strings(in: body)
        }
        return texts.filter { $0.count >= Self.leastText }
    }

    /// Bytes of the shortest text that is looked for elsewhere.
    package static let leastText = BytePatterns.least

    private static func strings(in value: JSON) -> [[UInt8]] {
        let values = EventValues(body: value)
        return values.numbers.compactMap { values.isString($0) ? values.text($0) : nil }
    }

    /// The lines of its content that are long enough to be known again.
    package var toldLines: Set<ArraySlice<UInt8>> {
        let lines = (content ?? []).split(separator: UInt8(ascii: "\n"))
        return Set(lines.filter { $0.count >= Self.leastText })
    }
}
