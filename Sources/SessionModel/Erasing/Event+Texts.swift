internal import JSONText
internal import Texts

extension Event {
    /// Everything personal that the event holds, as bytes: what it says about itself, its body as
    /// it stands, those of its keys and strings that are written with escapes, and its content.
    package func forEachText(_ body: ([UInt8]) -> Void) {
        for text in [subject, isErased ? nil : actor.rawValue, id] {
            if let text { body(Array(text.utf8)) }
        }
        guard !isErased else { return }
        body(self.body.bytes)
        forEachEscapedString(body)
        if let content { body(content) }
    }

    private func forEachEscapedString(_ visit: ([UInt8]) -> Void) {
        let escape = UInt8(ascii: "\\")
        guard body.source.contains(escape) else { return }
        var scanner = JSONScanner(
            body.source, from: body.range.lowerBound, to: body.range.upperBound)
        while let string = scanner.nextString() {
            guard body.source[string].contains(escape) else { continue }
            if let text = JSON(source: body.source, range: string).utf8 { visit(text) }
        }
    }

    /// The texts that the event tells: what was said, called with, returned or written, long enough
    /// to be known again. Names, ids and other settings of a record are none.
    package var longTexts: [[UInt8]] {
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
}

extension [UInt8] {
    /// The lines of a file, without white space around them, that are long enough to be known
    /// again.
    package var toldLines: [[UInt8]] {
        split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let first = line.firstIndex(where: { $0 > 0x20 }),
                let last = line.lastIndex(where: { $0 > 0x20 }), last - first >= Event.leastText - 1
            else { return nil }
            return Array(line[first...last])
        }
    }
}
