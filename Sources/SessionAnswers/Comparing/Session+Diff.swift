public import SessionFormats
public import SessionStore

extension Session {
    /// What differs in a file, line by line.
    ///
    /// - Parameters:
    ///   - file: one of `difference.files`.
    ///   - count: lines shown around each change, from 0.
    /// - Returns: nil where a content is unknown.
    /// - Cost: both contents in memory.
    public func diff(
        of file: FileDifference, in difference: Difference, around count: Int
    ) async throws -> UnifiedDiff? {
        guard file.old.map({ $0.size != nil }) ?? true, file.new.map({ $0.size != nil }) ?? true
        else { return nil }
        let (old, new) = try await lines(of: file, in: difference)
        return UnifiedDiff(old: old, new: new, around: count)
    }
}
