internal import CSQLite

/// Lets statements read and nothing else, while it watches.
final class SQLAuthorizer {
    /// The first thing that was refused.
    private(set) var refused: String?

    private static let names: [Int32: String] = [
        SQLITE_ATTACH: "ATTACH", SQLITE_DETACH: "DETACH", SQLITE_PRAGMA: "PRAGMA",
        SQLITE_INSERT: "INSERT", SQLITE_UPDATE: "UPDATE", SQLITE_DELETE: "DELETE",
        SQLITE_TRANSACTION: "BEGIN, COMMIT or ROLLBACK", SQLITE_SAVEPOINT: "SAVEPOINT",
        SQLITE_REINDEX: "REINDEX", SQLITE_ANALYZE: "ANALYZE",
    ]
    /// fts3_tokenizer takes and gives addresses in memory
    /// (<https://www.sqlite.org/fts3.html#custom_application_defined_tokenizers>).
    private static let refusedFunctions: Set<String> = ["load_extension", "fts3_tokenizer"]

    func watching<Result>(
        _ handle: OpaquePointer?, _ body: () throws -> Result
    ) rethrows -> Result {
        sqlite3_set_authorizer(
            handle,
            { data, action, _, name, _, _ in
                guard let data else { return SQLITE_DENY }
                return Unmanaged<SQLAuthorizer>.fromOpaque(data).takeUnretainedValue()
                    .answer(action, name)
            }, Unmanaged.passUnretained(self).toOpaque())
        defer { sqlite3_set_authorizer(handle, nil, nil) }
        return try body()
    }

    private func answer(_ action: Int32, _ name: UnsafePointer<CChar>?) -> Int32 {
        switch action {
        case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: return SQLITE_OK
        case SQLITE_FUNCTION:
            let function = name.map { String(cString: $0).lowercased() } ?? ""
            guard Self.refusedFunctions.contains(function) else { return SQLITE_OK }
            if refused == nil { refused = function }
            return SQLITE_DENY
        default:
            if refused == nil { refused = Self.names[action] ?? "CREATE, DROP or ALTER" }
            return SQLITE_DENY
        }
    }
}
