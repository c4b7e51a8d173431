import EventLog

/// Payloads that build on one another. For each row: a byte whose lower bits are the mode (bit 2:
/// it is a subject's value), the size in four bytes, how many rows back the base is (0: none), and
/// the data behind its length in two bytes.
enum PayloadTarget {
    @Sendable static func run(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        var rows: [PayloadRow] = []
        while !input.isAtEnd, rows.count < 80 { rows.append(row(&input, rows.count + 1)) }
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

    private static func row(_ input: inout FuzzInput, _ position: Int) -> PayloadRow {
        let head = input.byte()
        let size = input.number(bytes: 4)
        let back = Int(input.byte())
        let data = input.block()
        let mode = PayloadBlob.Mode(rawValue: head & 3) ?? .plain
        return PayloadRow(
            position: Int64(position), size: size,
            base: back == 0 ? nil : Int64(position - back), blob: PayloadBlob.make(mode, data),
            isValue: head & 4 != 0)
    }

    private struct Missing: Error {}

    private static func payload(
        of row: PayloadRow, in rows: [PayloadRow], _ decoder: PayloadDecoder
    ) -> [UInt8]? {
        let payload = try? decoder.payload(of: row) { position in
            guard position > 0, position <= rows.count else { throw Missing() }
            return rows[Int(position) - 1]
        }
        guard let payload else { return nil }
        law(payload.count == row.size, "a payload has \(payload.count) bytes of \(row.size)")
        return Array(payload)
    }
}
