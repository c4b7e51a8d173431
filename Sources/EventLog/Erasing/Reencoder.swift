internal import SessionTerms

/// Compresses payloads anew, without the events that are about to be erased.
struct Reencoder {
    let reader: LogReader
    let erased: Set<Position>

    /// The blob of a payload, and the position that it builds on: in a group what is left of the
    /// group before it, of a delta the newest value before it that stays.
    func encode(_ row: PayloadRow) throws -> (base: Position?, blob: [UInt8]) {
        try row.mode?.isDelta == true ? encodeValue(row) : encodeInGroup(row)
    }

    private func encodeInGroup(_ row: PayloadRow) throws -> (base: Position?, blob: [UInt8]) {
        guard
            let group = try reader.decoder.group(endingWith: row, fetch: reader.payloadRow),
            let place = group.place(of: row.position)
        else { throw LogError.corrupt("the payload's group does not hold it", at: row.position) }
        var rest = DecodedGroup()
        for position in group.positions where position < row.position && !erased.contains(position)
        {
            guard let place = group.place(of: position) else { continue }
            rest.append(position) { $0 += group.raw[place] }
        }
        let encoder = GroupEncoder(effort: .small)
        if rest.rows > 0 { encoder.resume(rest) }
        return encoder.encode(Array(group.raw[place]), at: row.position)
    }

    private func encodeValue(_ row: PayloadRow) throws -> (base: Position?, blob: [UInt8]) {
        let payload = Array(try reader.rawPayload(row))
        var next = row.base
        while let position = next, erased.contains(position) {
            let base = try reader.payloadRow(position)
            next = base.mode?.isDelta == true ? base.base : nil
        }
        if let base = next,
            let blob = DeltaEncoder.encode(
                payload, against: Array(try reader.rawPayload(reader.payloadRow(base))),
                effort: .small)
        {
            return (base, blob)
        }
        return GroupEncoder(effort: .small).encode(payload, at: row.position)
    }
}
