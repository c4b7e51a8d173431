internal import EventLog
internal import Synchronization

/// A value in a row that SQL gives.
public enum SQLCell: Sendable, Hashable {
    case null
    case int(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// What a statement may take.
public struct QueryLimits: Sendable, Hashable {
    /// Seconds; 30 unless said otherwise.
    public var seconds: Double
    /// Bytes that SQLite takes beyond what it had; 256 MB unless said otherwise. The rows that are
    /// handed over are not counted.
    public var memory: Int

    public init(seconds: Double = 30, memory: Int = 256 << 20) {
        self.seconds = seconds
        self.memory = memory
    }
}

extension Session {
    /// Runs one SQL statement that reads, over the views of Schemas/views-1.sql: `events`,
    /// `sessions`, `branches`, `prompts`, `contexts`, `file_states`, `ai_requests`, `tool_calls`
    /// and `tool_results`.
    ///
    /// Everything is one state of the file. Bodies are decoded when a row's column is looked at,
    /// and are JSON, so that SQLite's JSON functions work on them.
    ///
    /// ```swift
    /// try await session.query(
    ///     "SELECT tool, count(*) FROM tool_calls GROUP BY tool", columns: { _ in }
    /// ) { row in
    ///     print(row)
    ///     return true
    /// }
    /// ```
    ///
    /// - Parameters:
    ///   - columns: called once, with the names of the columns.
    ///   - row: called with each row as it comes; false ends the statement.
    /// - Throws: ``SessionError/Code/invalidSQL``, `refusedSQL` for what would write, attach, load
    ///   or set anything and for more than one statement, `limitReached`; `readOnly` in memory.
    public func query(
        _ sql: String, limits: QueryLimits = QueryLimits(),
        columns: @escaping @Sendable ([String]) throws -> Void = { _ in },
        row: @escaping @Sendable ([SQLCell]) throws -> Bool
    ) async throws {
        let fields = EventFields()
        let query = SQLQuery(
            sql: sql, timeLimit: limits.seconds, memoryLimit: Int64(limits.memory),
            fields: { try fields.value($0, $1, $2) })
        try await sessionErrors {
            try await log.query(query, columns: columns) { try row($0.map { SQLCell($0) }) }
        }
    }

    /// The views that ``query(_:limits:columns:row:)`` sees, with what each column means: SQL.
    public static var querySchema: String { LogFile.querySchema }
}

extension SQLCell {
    fileprivate init(_ value: SQLValue) {
        switch value {
        case .null: self = .null
        case .int(let number): self = .int(number)
        case .real(let number): self = .real(number)
        case .text(let text): self = .text(text)
        case .blob(let bytes): self = .blob(bytes)
        }
    }
}
