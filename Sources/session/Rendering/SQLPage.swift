import SessionAnswers
import SessionStore
import Synchronization
import Texts

/// Rows that SQL gives: as a table, which is shown when it is whole, or as lines that are written
/// as they come.
final class SQLPage: Sendable {
    enum Style: Sendable { case table, json, csv }

    private struct State {
        var names: [String] = []
        var rows: [[SQLCell]] = []
        var count = 0
        /// Bytes of the rows that are kept.
        var size = 0
        var isCut = false
    }

    private let style: Style
    private let limit: Int
    private let memory: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - limit: rows at most; 0: all.
    ///   - memory: bytes at most that a table may be made of.
    init(style: Style, limit: Int, memory: Int) {
        self.style = style
        self.limit = limit
        self.memory = memory
    }

    func begin(_ names: [String]) throws {
        let names = style == .json ? Records.columnNames(names) : names
        state.withLock { $0.names = names }
        if style == .csv { try Output.standard.bytes(Array(CSV.line(names).utf8)) }
    }

    /// - Returns: whether more rows are wanted.
    func add(_ row: [SQLCell]) throws -> Bool {
        let names: [String]? = try state.withLock { state in
            guard limit == 0 || state.count < limit else {
                state.isCut = true
                return nil
            }
            state.count += 1
            if style == .table {
                state.size += row.reduce(0) { $0 + Self.size($1) }
                guard state.size <= memory else { throw tooLarge }
                state.rows.append(row)
            }
            return state.names
        }
        guard let names else { return false }
        switch style {
        case .table: break
        case .csv: try Output.standard.bytes(Array(CSV.line(row.map(Self.plain)).utf8))
        case .json: try Output.standard.json(Records.row(names, row))
        }
        return true
    }

    private var tooLarge: SessionError {
        SessionError(
            .limitReached, "the table takes more than \(memory >> 20) MB of memory",
            hint: "Write rows as they come, with --csv or --json; or raise the limit: --memory MB.")
    }

    /// Roughly, with what holds it.
    private static func size(_ cell: SQLCell) -> Int {
        switch cell {
        case .null, .int, .real: 16
        case .text(let text): 16 + text.utf8.count
        case .blob(let bytes): 32 + bytes.count
        }
    }

    func finish() throws {
        let state = state.withLock { $0 }
        let output = Output.standard
        if style == .table {
            let right = Set(
                state.names.indices.filter { column in
                    state.rows.allSatisfy { Self.isNumber($0[column]) }
                })
            var table = Table(state.names.map { DisplayText.oneLine($0) }, right: right)
            for row in state.rows { table.add(row.map { DisplayText.oneLine(Self.plain($0)) }) }
            try output.lines(
                table.isEmpty ? ["no rows"] : table.lines(output.style, columns: output.columns))
        }
        if state.isCut, limit > 0 {
            Notes(isJSON: style == .json).say(
                .more, "these are the first \(limit) rows", next: ["--limit", "0"])
        }
    }

    private static func isNumber(_ cell: SQLCell) -> Bool {
        switch cell {
        case .int, .real, .null: true
        default: false
        }
    }

    private static func plain(_ cell: SQLCell) -> String {
        switch cell {
        case .null: ""
        case .int(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): text
        case .blob(let bytes):
            String(validating: bytes, as: UTF8.self) ?? "(\(Counts.bytes(bytes.count)))"
        }
    }
}
