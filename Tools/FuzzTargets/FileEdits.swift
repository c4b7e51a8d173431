import EventLog

/// What a forger does to a session's file: an input read as a list of edits, after which every
/// checksum is right again.
struct FileEdits {
    private var input: FuzzInput

    init(_ bytes: [UInt8]) { input = FuzzInput(bytes) }

    private static let editLimit = 24

    /// The tables that have rows which may be wrong.
    private var touched: Set<String> = []

    mutating func apply(to connection: borrowing SQLConnection, mendingChains: Bool) {
        _ = connection.rows("BEGIN")
        for _ in 0..<Self.editLimit where !input.isAtEnd { edit(connection) }
        if mendingChains {
            ChainMender.mend(connection)
            touched.insert(SessionTable.log.name)
        }
        for table in SessionTable.all where touched.contains(table.name) { table.mend(connection) }
        _ = connection.rows("COMMIT")
    }

    private mutating func edit(_ connection: borrowing SQLConnection) {
        let action = input.byte() % 8
        let table =
            action < 4
            ? SessionTable.log : SessionTable.all[Int(input.byte()) % SessionTable.all.count]
        touched.insert(table.name)
        let row = table.condition(Self.row(input.byte()))
        switch action {
        case 0: payload(row, connection)
        case 1: blob(row, connection)
        case 6: _ = connection.rows("DELETE FROM \(table.name) WHERE \(row)")
        case 7: twin(table, row, connection)
        default: column(table, row, connection)
        }
    }

    /// The first rows one by one, and some of the many behind them.
    private static func row(_ byte: UInt8) -> Int { byte < 200 ? Int(byte) : (Int(byte) - 150) * 4 }

    /// Another value in one column.
    private mutating func column(
        _ table: SessionTable, _ row: String, _ connection: borrowing SQLConnection
    ) {
        let column = table.columns[Int(input.byte()) % table.columns.count]
        let known = connection.rows("SELECT \(column) FROM \(table.name) WHERE \(row)")
        guard let old = known.first?.first else { return }
        let value = value(insteadOf: old)
        _ = connection.rows("UPDATE \(table.name) SET \(column) = ? WHERE \(row)", [value])
    }

    private static let numbers: [Int] = [
        0, 1, -1, 2, 255, 256, 1 << 31, 1 << 32, (1 << 53) - 1, 1 << 53, 1 << 62, .max, .min, -2,
        268_435_456, 268_435_457,
    ]

    private mutating func value(insteadOf old: SQLConnection.Value) -> SQLConnection.Value {
        switch (input.byte() % 8, old) {
        case (0, _): return .null
        case (1, _): return .number(Self.numbers[Int(input.byte()) % Self.numbers.count])
        case (2, .number(let number)):
            return .number(number &+ Int(Int8(bitPattern: input.byte())))
        case (3, _): return .number(input.number(bytes: 8))
        case (4, .text(let text)): return .text(text + input.bytes(Int(input.byte())))
        case (5, .bytes(var bytes)), (5, .text(var bytes)):
            let place = input.number(bytes: 2)
            if !bytes.isEmpty { bytes[place % bytes.count] ^= input.byte() }
            if case .text = old { return .text(bytes) }
            return .bytes(bytes)
        case (6, .bytes): return .bytes(input.block())
        default: return .text(input.bytes(Int(input.byte())))
        }
    }

    /// Another body, and so many bytes of it a file's content.
    private mutating func payload(_ row: String, _ connection: borrowing SQLConnection) {
        let content = input.byte()
        let bytes = input.block()
        _ = connection.rows(
            "UPDATE log SET base = NULL, payload = ?, size = ?, content = ? WHERE \(row)",
            [
                .bytes(PayloadBlob.make(.plain, bytes)), .number(bytes.count),
                content == 0 ? .null : .number(min(Int(content) - 1, bytes.count)),
            ])
    }

    /// Other compressed bytes, of another mode.
    private mutating func blob(_ row: String, _ connection: borrowing SQLConnection) {
        let head = input.byte()
        let known = connection.rows("SELECT payload FROM log WHERE \(row)")
        guard case .bytes(let old)? = known.first?.first, old.count >= PayloadBlob.headerSize,
            let mode = PayloadBlob.Mode(rawValue: head & 4 == 0 ? old[0] & 3 : head & 3)
        else { return }
        var data = Array(old[PayloadBlob.headerSize...])
        if head & 8 != 0 { data = input.block() }
        if !data.isEmpty { data[input.number(bytes: 2) % data.count] ^= input.byte() }
        _ = connection.rows(
            "UPDATE log SET payload = ? WHERE \(row)", [.bytes(PayloadBlob.make(mode, data))])
    }

    /// The same row once more, behind the last one, or over another one.
    private mutating func twin(
        _ table: SessionTable, _ row: String, _ connection: borrowing SQLConnection
    ) {
        let key = table.keys[table.keys.count - 1]
        let place = Int(input.byte())
        let rest = (table.columns + (table.name == "log" ? ["payload"] : []))
            .filter { $0 != key }
        let new = place == 0 ? "(SELECT max(\(key)) + 1 FROM \(table.name))" : "\(place)"
        let list = rest.joined(separator: ", ")
        _ = connection.rows(
            """
            INSERT OR REPLACE INTO \(table.name) (\(key), \(list), "check")
            SELECT \(new), \(list), 0 FROM \(table.name) WHERE \(row)
            """)
    }
}
