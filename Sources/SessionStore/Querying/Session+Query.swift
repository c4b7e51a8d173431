internal import EventLog
internal import Synchronization

/// A value in a row that SQL gives.
public enum SQLCell: Sendable, Hashable {
    /// SQL's NULL; so is what was erased.
    case null
    /// A whole number; truth is 0 and 1.
    case int(Int)
    /// A number with a fraction, or one that SQLite computed as such.
    case real(Double)
    /// UTF-8; bodies are JSON.
    case text(String)
    /// Bytes, such as a file's content.
    case blob([UInt8])
}

/// What a statement may take.
public struct QueryLimits: Sendable, Hashable {
    /// Seconds; 30 unless said otherwise.
    public var seconds: Double
    /// Bytes that SQLite takes beyond what it had; 256 MB unless said otherwise. The rows that are
    /// handed over are not counted. No value may be longer, and no event that one is taken from
    /// larger than a quarter.
    public var memory: Int
    /// Whether SQLite refuses any more memory to the whole process, all sessions in it, while the
    /// statement runs: for a process that runs it and does nothing else. Otherwise SQLite is looked
    /// at every few steps, and what these take at once may be several times `memory`.
    public var isAlone: Bool

    public init(seconds: Double = 30, memory: Int = 256 << 20, isAlone: Bool = false) {
        self.seconds = seconds
        self.memory = memory
        self.isAlone = isAlone
    }

    /// What is thrown when the time is over, for who ends the process because nothing is.
    public var overtime: SessionError { SessionError(SQLQuery.overtime(seconds)) }
}

/// What a statement gave, whole.
public struct SQLTable: Sendable, Hashable {
    /// The columns' names, as the statement calls them.
    public let columns: [String]
    /// The rows in the order in which they came, each with a cell for each column.
    public let rows: [[SQLCell]]
}

extension Session {
    /// Runs one SQL statement that reads, and gives all its rows.
    ///
    /// ```swift
    /// let calls = try await session.query("SELECT tool, count(*) FROM tool_calls GROUP BY tool")
    /// for row in calls.rows { print(row[0], row[1]) }
    /// ```
    ///
    /// - Throws: `limitReached` also where the rows take more than ``QueryLimits/memory``, besides
    ///   what the statement itself takes: ask for fewer, or take them one by one with
    ///   ``query(_:limits:columns:row:)``, which says what else is thrown and what can be asked.
    public func query(_ sql: String, limits: QueryLimits = QueryLimits()) async throws -> SQLTable {
        let collected = Mutex(SQLRows())
        try await query(
            sql, limits: limits, columns: { names in collected.withLock { $0.columns = names } },
            row: { row in
                try collected.withLock { try $0.append(row, limit: limits.memory) }
                return true
            })
        return collected.withLock { SQLTable(columns: $0.columns, rows: $0.rows) }
    }

    /// Runs one SQL statement that reads, over the views of Schemas/views-1.sql: `events`,
    /// `sessions`, `branches`, `prompts`, `contexts`, `file_states`, `ai_requests`, `tool_calls`
    /// and `tool_results`.
    ///
    /// Everything is one state of the file. Bodies are decoded when a row's column is looked at,
    /// and are JSON, so that SQLite's JSON functions work on them.
    ///
    /// ```swift
    /// try await session.query("SELECT tool, arguments FROM tool_calls") { row in
    ///     print(row)
    ///     return true
    /// }
    /// ```
    ///
    /// One function of SQLite cannot be interrupted: `instr` of two long values takes years. The
    /// call returns when SQLite comes out of it, whatever the limits are. Who runs what others have
    /// written does so in a process that can be ended, as `session sql` does.
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
        let fields = EventFields(memory: limits.memory)
        let query = SQLQuery(
            sql: sql, timeLimit: limits.seconds, memoryLimit: limits.memory,
            isAlone: limits.isAlone,
            fields: { try fields.value(LogView($0), $1, $2) })
        try await readingErrors {
            try await log.query(query, columns: columns) { try row($0.map { SQLCell($0) }) }
        }
    }

    /// The views that ``query(_:limits:columns:row:)`` sees, with what each column means: SQL.
    public static var querySchema: String { LogFile.querySchema }
}

/// Rows on their way into a table.
private struct SQLRows {
    var columns: [String] = []
    private(set) var rows: [[SQLCell]] = []
    private var bytes = 0

    mutating func append(_ row: [SQLCell], limit: Int) throws {
        bytes += row.reduce(0) { $0 + $1.size }
        guard bytes <= limit else {
            throw SessionError(
                .limitReached, "the rows take more than \(limit >> 20) MB",
                hint: "Ask for fewer with LIMIT, raise the limit, or take them one by one.")
        }
        rows.append(row)
    }
}

extension SQLCell {
    /// Bytes that it takes in memory.
    fileprivate var size: Int {
        switch self {
        case .text(let text): MemoryLayout<SQLCell>.stride + text.utf8.count
        case .blob(let bytes): MemoryLayout<SQLCell>.stride + bytes.count
        case .null, .int, .real: MemoryLayout<SQLCell>.stride
        }
    }

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
