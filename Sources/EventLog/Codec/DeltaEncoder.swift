/// Compresses a subject's new value against its previous one.
enum DeltaEncoder {
    /// The blob; nil where the new value has so little of the old one that a group serves better.
    static func encode(_ payload: [UInt8], against base: [UInt8], effort: Effort) -> [UInt8]? {
        let delta = Delta.encode(payload, against: base)
        guard delta.count < payload.count / 2 else { return nil }
        let stream = LZ4Stream(effort: effort)
        stream.reset(dictionary: [], room: delta.count)
        guard let packed = delta.withUnsafeBytes({ stream.compress($0) }) else {
            return PayloadBlob.make(.delta, delta)
        }
        var data: [UInt8] = []
        data.append(varint: delta.count)
        data.append(contentsOf: packed)
        return data.count < delta.count
            ? PayloadBlob.make(.packedDelta, data) : PayloadBlob.make(.delta, delta)
    }
}
