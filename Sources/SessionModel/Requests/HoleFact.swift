/// What a check of recipes keeps of the text that fills a hole: enough to tell whether a request
/// is valid JSON without writing the text out each time that it is sent again.
package struct HoleFact: Sendable, Hashable {
    /// What is as valid in the text in the hole's place as what fills it.
    enum Placeholder: Sendable, Hashable {
        /// The hole is filled with nothing.
        case nothing
        /// Some of a string's inside, quotes not included.
        case inside
        case string
        /// An object or array, so many deep.
        case nested(depth: Int)
        /// Only the bytes themselves tell.
        case none
    }

    let placeholder: Placeholder
    /// Bytes that fill the hole.
    let length: Int
    /// Bytes of the whole text that they are taken from.
    package let textLength: Int
}

extension HoleFact {
    /// - Returns: nil where the text does not have the part that the hole names.
    package init?(_ hole: RequestRecipe.Hole, text: [UInt8]) {
        var filled: [UInt8] = []
        guard hole.fill(&filled, with: text) else { return nil }
        textLength = text.count
        length = filled.count
        placeholder =
            switch hole.form {
            case _ where filled.isEmpty: .nothing
            case .written, .plain: Self.value(filled)
            case .string: Self.isUTF8(text[hole.part ?? 0..<text.count]) ? .inside : .none
            }
    }

    private static func isUTF8(_ text: ArraySlice<UInt8>) -> Bool {
        String(validating: text, as: UTF8.self) != nil
    }

    private static func value(_ bytes: [UInt8]) -> Placeholder {
        guard let value = try? JSON(validating: bytes), value.range == 0..<bytes.count else {
            return .none
        }
        return switch value.kind {
        case .string: .string
        case .object, .array: .nested(depth: depth(bytes))
        default: .none
        }
    }

    /// How deep the objects and arrays of a valid text are nested.
    private static func depth(_ bytes: [UInt8]) -> Int {
        var (depth, most, index) = (0, 0, 0)
        var isInside = false
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"): index += 1
            case UInt8(ascii: "\""): isInside.toggle()
            case UInt8(ascii: "{") where !isInside, UInt8(ascii: "[") where !isInside:
                depth += 1
                most = max(most, depth)
            case UInt8(ascii: "}") where !isInside, UInt8(ascii: "]") where !isInside: depth -= 1
            default: break
            }
            index += 1
        }
        return most
    }
}

extension HoleFact.Placeholder {
    /// No byte here is valid where the text that it stands for is not: `z` ends every escape and
    /// number that it meets, and `"` every string.
    func append(to text: inout [UInt8]) -> Bool {
        switch self {
        case .nothing: break
        case .inside: text.append(UInt8(ascii: "z"))
        case .string: text += [UInt8(ascii: "\""), UInt8(ascii: "\"")]
        case .nested(let depth):
            text += Array(repeating: UInt8(ascii: "["), count: depth)
            text += [UInt8(ascii: "\""), UInt8(ascii: "\"")]
            text += Array(repeating: UInt8(ascii: "]"), count: depth)
        case .none: return false
        }
        return true
    }
}
