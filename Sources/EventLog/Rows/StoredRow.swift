/// A row with its payload's bytes, where these were asked for.
struct StoredRow {
    let row: LogRow
    let blob: [UInt8]?

    /// With memory of its own and no more than it needs, for who keeps it.
    func copy() -> StoredRow {
        StoredRow(row: row, blob: blob.map { $0.withUnsafeBytes { Array($0) } })
    }
}
