extension JSONSchema {
    /// The first place where `value` is not what the schema says; nil where all of it is.
    ///
    /// `value` must be valid JSON. Cost: one pass over its bytes; nothing is allocated unless there
    /// is a violation. Repeated keys are each checked.
    public func violation(in value: JSON) -> Violation? {
        var scanner = JSONScanner(
            value.source, from: value.range.lowerBound, to: value.range.upperBound)
        do throws(Violation) {
            try check(&scanner, against: 0, depth: 0)
            return nil
        } catch {
            return error
        }
    }

    private func check(
        _ scanner: inout JSONScanner, against index: Int, depth: Int
    ) throws(Violation) {
        scanner.skipSpace()
        guard scanner.index < scanner.end else { throw Self.violation("a value was expected") }
        let start = scanner.index
        let type = Self.type(at: scanner)
        guard
            !nodes[index].types.intersection(type).isEmpty
                || type == .fraction
                    && nodes[index].types.contains(.integer) && Self.isWhole(scanner)
        else { throw Self.violation("\(Self.describe(nodes[index].types)) was expected") }
        let isNested = depth < JSONScanner.depthLimit
        if type == .object, isNested, nodes[index].looksIntoObjects {
            try checkObject(&scanner, against: index, depth: depth)
        } else if type == .array, isNested, let items = nodes[index].items {
            try checkArray(&scanner, items: items, depth: depth)
        } else {
            guard scanner.skipValue() != nil else { throw Self.violation("a value was expected") }
        }
        if nodes[index].checksValue {
            try checkValue(
                JSON(source: scanner.bytes, range: start..<scanner.index), against: nodes[index])
        }
    }

    private func checkObject(
        _ scanner: inout JSONScanner, against index: Int, depth: Int
    ) throws(Violation) {
        var missing = nodes[index].required
        scanner.enter()
        while let key = scanner.nextKey() {
            let property = nodes[index].names.index(of: key, in: scanner.bytes)
            if let property { missing &= ~(1 << UInt64(property)) }
            let below = property.map { nodes[index].properties[$0] } ?? nodes[index].additional
            if let below {
                do throws(Violation) {
                    try check(&scanner, against: below, depth: depth + 1)
                } catch {
                    throw error.below(JSON(source: scanner.bytes, range: key).string ?? "")
                }
            } else {
                if nodes[index].isClosed {
                    throw Self.violation("no such property is known")
                        .below(JSON(source: scanner.bytes, range: key).string ?? "")
                }
                _ = scanner.skipValue()
            }
            guard scanner.skipComma() else { break }
        }
        scanner.leave()
        guard missing == 0 else {
            let name = nodes[index].names.names[missing.trailingZeroBitCount]
            throw Self.violation("\(String(decoding: name, as: UTF8.self)) is missing")
        }
    }

    private func checkArray(
        _ scanner: inout JSONScanner, items: Int, depth: Int
    ) throws(Violation) {
        var position = 0
        scanner.enter()
        while !scanner.isAtClose {
            do throws(Violation) {
                try check(&scanner, against: items, depth: depth + 1)
            } catch {
                throw error.below(String(position))
            }
            position += 1
            guard scanner.skipComma() else { break }
        }
        scanner.leave()
    }

    private func checkValue(_ value: JSON, against node: Node) throws(Violation) {
        if let minimum = node.minimum, let number = value.double, number < minimum {
            throw Self.violation("\(value) is less than \(node.minimumText)")
        }
        if !node.options.isEmpty, !node.options.contains(value.canonical) {
            let list = node.options.map(\.description).joined(separator: ", ")
            throw Self.violation("one of \(list) was expected")
        }
    }

    private static func violation(_ reason: String) -> Violation {
        Violation(pointer: "", reason: reason)
    }
}

extension JSONSchema.Violation {
    fileprivate func below(_ key: String) -> JSONSchema.Violation {
        let step = key.replacing("~", with: "~0").replacing("/", with: "~1")
        return JSONSchema.Violation(pointer: "/\(step)\(pointer)", reason: reason)
    }
}

extension JSONSchema.Node {
    var looksIntoObjects: Bool {
        !properties.isEmpty || required != 0 || isClosed || additional != nil
    }
    var checksValue: Bool { minimum != nil || !options.isEmpty }
    var minimumText: String {
        guard let minimum else { return "" }
        return Int(exactly: minimum).map(String.init) ?? String(minimum)
    }
}
