import EventLog
import SessionTerms

/// Payloads that build on one another, each a ``PayloadInput``.
enum PayloadTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        let rows = PayloadInput.rows(bytes).enumerated().map { row($1, $0 + 1) }
        let decoder = PayloadDecoder()
        let payloads = rows.map { payload(of: $0, in: rows, decoder) }
        if let last = rows.last {
            // Whatever was decoded before, a row says the same.
            let alone = payload(of: last, in: rows, PayloadDecoder())
            if let alone, let known = payloads[rows.count - 1] {
                law(alone == known, "a payload depends on what was read before")
            }
        }
        for case let payload? in payloads { PlantedBug.look(at: payload) }
    }

    private static func row(_ input: PayloadInput, _ position: Int) -> PayloadRow {
        PayloadRow(
            position: Position(position), size: input.size,
            base: input.back == 0 ? nil : Position(position - Int(input.back)),
            blob: PayloadBlob.make(input.mode, input.data), isValue: input.head & 4 != 0)
    }

    private struct Missing: Error {}

    private static func payload(
        of row: PayloadRow, in rows: [PayloadRow], _ decoder: PayloadDecoder
    ) -> [UInt8]? {
        let payload = try? decoder.payload(of: row) { position in
            guard position > 0, position.number <= rows.count else { throw Missing() }
            return rows[position.number - 1]
        }
        guard let payload else { return nil }
        law(payload.count == row.size, "a payload has \(payload.count) bytes of \(row.size)")
        return Array(payload)
    }
}
