internal import SessionTerms

extension LogWriter {
    /// Compresses the payloads of a unit as small as possible. What they say stays the same.
    ///
    /// - Returns: how many of them cannot be read; they stay as they are.
    func recompress(_ unit: CompactionPlan.Unit) throws -> Int {
        // How groups hang together is not what it was before the unit before this one.
        reader.decoder.forgetGroups()
        switch unit {
        case .value(let position):
            guard let row = try readable(position) else { return 1 }
            try recompress(row)
            return 0
        case .group(let rows): return try recompress(rows, GroupEncoder(effort: .small))
        case .joining(let rows, let parent):
            guard let group = try openGroup(endingWith: parent) else { return 0 }
            let encoder = GroupEncoder(effort: .small)
            encoder.resume(group)
            _ = try recompress(rows, encoder)
            return 0
        }
    }

    /// The group that ends with an event, as it is now; nil: nothing can go on behind it.
    private func openGroup(endingWith position: Position) throws -> DecodedGroup? {
        guard let row = try readable(position),
            let group = try reader.decoder.group(
                endingWith: row.stored.payloadRow(row.blob), fetch: reader.payloadRow)
        else { return nil }
        return group.canGoOn ? group : nil
    }

    private func recompress(_ positions: [Position], _ encoder: GroupEncoder) throws -> Int {
        // All are read before the first is written: they are compressed against one another.
        let rows = try positions.compactMap { try readable($0) }
        for row in rows {
            let (base, blob) = encoder.encode(row.payload, at: row.stored.row.position)
            try rewrite(row.stored.row, base, blob, unless: row.blob)
        }
        return positions.count - rows.count
    }

    private func recompress(_ row: ReadableRow) throws {
        let position = row.stored.row.position
        guard let base = row.stored.row.base.map({ position - $0 }) else { return }
        let value = Array(try reader.rawPayload(reader.payloadRow(base)))
        guard let blob = DeltaEncoder.encode(row.payload, against: value, effort: .small),
            blob.count < row.blob.count
        else { return }
        try rewrite(row.stored.row, base, blob, unless: row.blob)
    }

    /// A row with its payload, as it is stored and decoded.
    private struct ReadableRow {
        let stored: StoredRow
        let blob: [UInt8]
        let payload: [UInt8]
    }

    /// Nil for an event that is damaged: it is left alone, and stands in nobody's way.
    private func readable(_ position: Position) throws -> ReadableRow? {
        do {
            let row = try row(at: position)
            let payload = try reader.rawPayload(row.stored.payloadRow(row.blob))
            return ReadableRow(stored: row.stored, blob: row.blob, payload: Array(payload))
        } catch let error as LogError where error.isDamage {
            return nil
        }
    }

    private func row(at position: Position) throws -> (stored: StoredRow, blob: [UInt8]) {
        guard let stored = try reader.stored(at: position, withPayload: true),
            let blob = stored.blob
        else { throw LogError.damaged("the event is missing", at: position) }
        return (stored, blob)
    }

    private func rewrite(
        _ row: LogRow, _ base: Position?, _ blob: [UInt8], unless old: [UInt8]
    ) throws {
        let distance = base.map { row.position - $0 }
        guard distance != row.base || blob != old else { return }
        var row = row
        row.base = distance
        try rows.update(row, blob)
    }
}
