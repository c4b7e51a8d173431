extension JSONSchema {
    /// The type of the value that begins where the scanner stands.
    static func type(at scanner: JSONScanner) -> Types {
        switch scanner.bytes[scanner.index] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean
        case UInt8(ascii: "n"): return .null
        default: return numberType(at: scanner)
        }
    }

    private static func numberType(at scanner: JSONScanner) -> Types {
        var index = scanner.index
        while index < scanner.end {
            switch scanner.bytes[index] {
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"): return .fraction
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"): return .integer
            default: index += 1
            }
        }
        return .integer
    }

    /// Whether a number with a fraction or an exponent is an integer all the same, as `1.0` is.
    static func isWhole(_ scanner: JSONScanner) -> Bool {
        var ahead = scanner
        guard let range = ahead.skipValue(),
            let number = JSON(source: scanner.bytes, range: range).double
        else { return false }
        return number == number.rounded()
    }

    static func describe(_ types: Types) -> String {
        let names: [(Types, String)] = [
            (.object, "an object"), (.array, "an array"), (.string, "a string"),
            (.number, "a number"), (.integer, "an integer"), (.boolean, "true or false"),
            (.null, "null"),
        ]
        var left = types
        var found: [String] = []
        for (type, name) in names where left.isSuperset(of: type) {
            left.subtract(type)
            found.append(name)
        }
        return found.joined(separator: " or ")
    }
}

extension JSONScanner {
    /// Past the opening bracket of an object or array.
    mutating func enter() { advance() }

    /// Past the closing bracket.
    mutating func leave() {
        skipSpace()
        if index < end { advance() }
    }

    /// Whether the array ends here.
    var isAtClose: Bool {
        mutating get {
            skipSpace()
            return index >= end || bytes[index] == UInt8(ascii: "]")
        }
    }
}
