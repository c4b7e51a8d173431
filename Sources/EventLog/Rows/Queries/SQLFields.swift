internal import CSQLite
package import SessionTerms

/// Gives a field of the event at a position, for `session_value(position, field)` of
/// Schemas/views-1.sql.
package typealias SQLFields =
    @Sendable (
        _ reader: LogReader, _ position: Position, _ field: String
    ) throws -> SQLValue

/// The function `session_value` on one connection.
final class SQLFieldFunction {
    private let read: ((LogReader) throws -> SQLValue) throws -> SQLValue
    private let fields: SQLFields

    /// - Parameter read: gives a reader of the file; called for every value.
    init(
        fields: @escaping SQLFields,
        read: @escaping ((LogReader) throws -> SQLValue) throws -> SQLValue
    ) {
        self.fields = fields
        self.read = read
    }

    /// Makes the function known to a connection, which keeps it until it is closed.
    func register(on handle: OpaquePointer?) throws {
        let code = sqlite3_create_function_v2(
            handle, "session_value", 2, SQLITE_UTF8 | SQLITE_INNOCUOUS,
            Unmanaged.passRetained(self).toOpaque(), Self.call, nil, nil,
            { $0.map { Unmanaged<SQLFieldFunction>.fromOpaque($0).release() } })
        guard code == SQLITE_OK else {
            throw LogError(.ioFailed, "SQLite takes no function (\(code))")
        }
    }

    private static let call:
        @convention(c) (
            OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?
        ) -> Void = { context, _, arguments in
            guard let data = sqlite3_user_data(context), let arguments else { return }
            let function = Unmanaged<SQLFieldFunction>.fromOpaque(data).takeUnretainedValue()
            function.answer(
                context, position: SQLValue(arguments[0]), field: SQLValue(arguments[1]))
        }

    private func answer(_ context: OpaquePointer?, position: SQLValue, field: SQLValue) {
        guard case .int(let position) = position, case .text(let field) = field else {
            return sqlite3_result_null(context)
        }
        do {
            try read { try fields($0, Position(Int(position)), field) }.give(to: context)
        } catch let error as LogError where error.code == .tooLarge {
            sqlite3_result_error_toobig(context)
        } catch let error as LogError where error.code == .noMemory {
            sqlite3_result_error_nomem(context)
        } catch {
            sqlite3_result_error(context, "event #\(position): \(error)", -1)
        }
    }
}

extension SQLFieldFunction {
    /// Makes the views of Schemas/views-1.sql on a connection.
    static func createViews(on handle: OpaquePointer?) throws {
        guard sqlite3_exec(handle, LogFile.querySchema, nil, nil, nil) == SQLITE_OK else {
            throw LogError(
                .damaged,
                "the views cannot be made: \(String(cString: sqlite3_errmsg(handle)))")
        }
    }
}
