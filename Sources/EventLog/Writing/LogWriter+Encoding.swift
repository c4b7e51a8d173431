package import SessionTerms

/// Choosing what a payload is compressed against.
extension LogWriter {
    func encode(
        _ entry: NewEntry, _ payload: [UInt8], _ subject: Int?, _ tail: WriteState.Tail,
        at position: Position
    ) throws -> (base: Position?, blob: [UInt8]) {
        if let origin = entry.origin {
            tail.forget(subject ?? 0)
            return (origin.position, [])
        }
        guard entry.resemblesLast, entry.content != nil else {
            return try encodeInGroup(payload, tail, at: position)
        }
        if let previous = try unlessCorrupt({ try previousValue(entry, subject, tail) }),
            previous.depth < PayloadDecoder.deltaLimit,
            let blob = DeltaEncoder.encode(payload, against: previous.payload, effort: effort)
        {
            let value = WriteState.SubjectValue(
                position: position, depth: previous.depth + 1, payload: payload)
            tail.remember(value, of: subject ?? 0)
            return (previous.position, blob)
        }
        tail.remember(.init(position: position, depth: 0, payload: payload), of: subject ?? 0)
        return try encodeInGroup(payload, tail, at: position)
    }

    private func encodeInGroup(
        _ payload: [UInt8], _ tail: WriteState.Tail, at position: Position
    ) throws -> (base: Position?, blob: [UInt8]) {
        guard let ahead = tail.ahead, let encoder = tail.encoder else {
            return try groupEncoder(of: tail).encode(payload, at: position)
        }
        if let packed = ahead.next(payload) {
            if ahead.isAtEnd { tail.ahead = nil }
            return encoder.place(packed, at: position)
        }
        // Something else comes than was announced; the encoder is ahead of the log.
        ahead.stop()
        (tail.ahead, tail.encoder) = (nil, nil)
        return try groupEncoder(of: tail).encode(payload, at: position)
    }

    /// Tells which payloads will be appended next to a branch, those apart that are told as deltas:
    /// they are compressed on another core meanwhile. Nothing is wrong where others come then.
    ///
    /// - Parameter payloads: of events without content; more than a few, or it is not worth it.
    package func announce(_ payloads: [[UInt8]], to branch: BranchID) throws {
        let tail = try tail(of: branch)
        guard tail.ahead == nil, !payloads.isEmpty else { return }
        tail.ahead = EncodingAhead(try groupEncoder(of: tail), payloads)
    }

    /// A payload that cannot be read is no base for a new one, and no reason to refuse it.
    private func unlessCorrupt<Base>(_ body: () throws -> Base?) throws -> Base? {
        do {
            return try body()
        } catch let error as LogError where error.code == .corruptPayload {
            return nil
        }
    }

    private func previousValue(
        _ entry: NewEntry, _ subject: Int?, _ tail: WriteState.Tail
    ) throws -> WriteState.SubjectValue? {
        if let known = tail.values[subject ?? 0] { return known }
        guard let kind = try reader.number(of: entry.kind.rawValue),
            var row = try reader.indexed(kind: kind, subject: subject, on: tail.line, through: .max)
        else { return nil }
        if row.origin != nil, let base = row.base,
            let target = try reader.stored(at: row.position - base, withPayload: false)
        {
            row = target.row
        }
        guard row.salt != nil, row.content != nil else { return nil }
        let stored = try reader.payloadRow(row.position)
        return WriteState.SubjectValue(
            position: row.position, depth: try depth(of: stored),
            payload: Array(try reader.rawPayload(stored)))
    }

    /// How many deltas a payload stands on.
    private func depth(of row: PayloadRow) throws -> Int {
        var (depth, current) = (0, row)
        while current.mode?.isDelta == true,
            let base = current.base, depth < PayloadDecoder.deltaLimit
        {
            depth += 1
            current = try reader.payloadRow(base)
        }
        return depth
    }

    private func groupEncoder(of tail: WriteState.Tail) throws -> GroupEncoder {
        if let encoder = tail.encoder, tail.effort == effort { return encoder }
        let encoder = GroupEncoder(effort: effort)
        if let group = try unlessCorrupt({ try lastGroup(on: tail) }) { encoder.resume(group) }
        tail.encoder = encoder
        tail.effort = effort
        return encoder
    }

    /// The group that the line's last payload belongs to, unless that lies far back.
    private func lastGroup(on tail: WriteState.Tail) throws -> DecodedGroup? {
        let reach = max(1, tail.head - 8)
        for segment in tail.line.segments(from: reach, through: tail.head).reversed() {
            for stored in try reader.rows(
                of: segment, ascending: false, limit: 8, withPayload: true)
            {
                guard stored.row.salt != nil, stored.row.origin == nil, let blob = stored.blob,
                    let group = try reader.decoder.group(
                        endingWith: stored.payloadRow(blob), fetch: reader.payloadRow)
                else { continue }
                return group.canGoOn ? group : nil
            }
        }
        return nil
    }
}
