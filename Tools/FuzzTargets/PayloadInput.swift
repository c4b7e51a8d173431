import EventLog

/// One row of an input of ``PayloadTarget``: a byte whose lower bits are the mode (bit 2: it is a
/// subject's value), the size in four bytes, how many rows back the base is (0: none), and the data
/// behind its length in two bytes.
struct PayloadInput {
    var head: UInt8
    var size: Int
    var back: UInt8
    var data: [UInt8]

    init(_ input: inout FuzzInput) {
        head = input.byte()
        size = input.number(bytes: 4)
        back = input.byte()
        data = input.block()
    }

    static func rows(_ bytes: [UInt8]) -> [PayloadInput] {
        var input = FuzzInput(bytes)
        var rows: [PayloadInput] = []
        while !input.isAtEnd, rows.count < 80 { rows.append(PayloadInput(&input)) }
        return rows
    }

    var mode: PayloadBlob.Mode { PayloadBlob.Mode(rawValue: head & 3) ?? .plain }

    var bytes: [UInt8] {
        let sizes = (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
        let length = [UInt8(truncatingIfNeeded: data.count), UInt8(data.count >> 8 & 0xFF)]
        return [head] + sizes + [back] + length + data
    }
}
