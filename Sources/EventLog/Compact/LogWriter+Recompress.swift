internal import GRDB

extension LogWriter {
    /// Compresses the payloads of a unit as small as possible. What they say stays the same.
    func recompress(_ unit: CompactionPlan.Unit) throws {
        switch unit {
        case .value(let position): try recompressValue(at: position)
        case .group(let prefix, let rows): try recompressGroup(prefix, rows)
        }
    }

    private func recompressGroup(_ prefix: [Int64], _ positions: [Int64]) throws {
        var before = DecodedGroup()
        for position in prefix {
            let payload = try reader.rawPayload(reader.payloadRow(position))
            before.append(position) { $0 += payload }
        }
        let encoder = GroupEncoder(effort: .small)
        if before.rows > 0 { encoder.resume(before) }
        // All are read before the first is written: they are compressed against one another.
        let rows = try positions.map { try self.row(at: $0) }
        let payloads = try rows.map {
            Array(try reader.rawPayload($0.stored.payloadRow($0.blob)))
        }
        for (row, payload) in zip(rows, payloads) {
            let (base, blob) = encoder.encode(payload, at: row.stored.row.position)
            try rewrite(row.stored.row, base, blob, unless: row.blob)
        }
    }

    private func recompressValue(at position: Int64) throws {
        let row = try row(at: position)
        guard let base = row.stored.row.base.map({ position - $0 }) else { return }
        let payload = Array(try reader.rawPayload(row.stored.payloadRow(row.blob)))
        let value = Array(try reader.rawPayload(reader.payloadRow(base)))
        guard let blob = DeltaEncoder.encode(payload, against: value, effort: .small),
            blob.count < row.blob.count
        else { return }
        try rewrite(row.stored.row, base, blob, unless: row.blob)
    }

    private func row(at position: Int64) throws -> (stored: LogReader.StoredRow, blob: [UInt8]) {
        guard let stored = try reader.stored(at: position, withPayload: true),
            let blob = stored.blob
        else { throw LogError.damaged("the event is missing", at: position) }
        return (stored, blob)
    }

    private func rewrite(
        _ row: LogRow, _ base: Int64?, _ blob: [UInt8], unless old: [UInt8]
    ) throws {
        let distance = base.map { row.position - $0 }
        guard distance != row.base || blob != old else { return }
        var row = row
        row.base = distance
        try update(row, blob)
    }

    /// Deletes the snapshots of projections other than these.
    package func deleteSnapshots(butOf names: [String]) throws {
        let statement = try SQLStatement(
            reader.database,
            "DELETE FROM snapshot WHERE projection NOT IN "
                + "(\(names.map { _ in "?" }.joined(separator: ", ")))")
        for (index, name) in names.enumerated() { statement.bind(Int32(index + 1), name) }
        try statement.run()
    }
}
