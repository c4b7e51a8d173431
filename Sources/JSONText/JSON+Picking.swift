/// Names of members to look for, prepared once and used for many objects.
public struct JSONKeys: Sendable {
    let names: [[UInt8]]
    /// Indices into `names` by the name's length.
    let byLength: [[Int]]

    /// In the order in which their values are wanted.
    public init(_ names: [String]) {
        self.names = names.map { Array($0.utf8) }
        let longest = self.names.map(\.count).max() ?? 0
        var byLength = [[Int]](repeating: [], count: longest + 1)
        for (index, name) in self.names.enumerated() { byLength[name.count].append(index) }
        self.byLength = byLength
    }

    /// Which name a key is, given the range of its string with quotes; nil for none.
    package func index(of key: Range<Int>, in source: [UInt8]) -> Int? {
        guard key.count >= 2 else { return nil }
        let inner = key.lowerBound + 1..<key.upperBound - 1
        if let index = index(ofPlain: inner, in: source) { return index }
        for index in inner where source[index] == UInt8(ascii: "\\") {
            let plain = JSONEscapes.decode(source[inner])
            return self.index(ofPlain: 0..<plain.count, in: plain)
        }
        return nil
    }

    private func index(ofPlain key: Range<Int>, in text: [UInt8]) -> Int? {
        guard key.count < byLength.count else { return nil }
        candidates: for candidate in byLength[key.count] {
            let name = names[candidate]
            for offset in 0..<key.count where text[key.lowerBound + offset] != name[offset] {
                continue candidates
            }
            return candidate
        }
        return nil
    }
}

extension JSON {
    /// The values of several members in one scan, in the order of `keys`; nil where there is none,
    /// the last one where a key is repeated.
    ///
    /// Cost: one pass over the object and one array, however many keys are asked for.
    public func pick(_ keys: JSONKeys) -> [JSON?] {
        var found = [JSON?](repeating: nil, count: keys.names.count)
        guard kind == .object else { return found }
        var scanner = JSONScanner(source, from: range.lowerBound + 1, to: range.upperBound)
        while let key = scanner.nextKey(), let value = scanner.skipValue() {
            if let index = keys.index(of: key, in: source) {
                found[index] = JSON(source: source, range: value)
            }
            guard scanner.skipComma() else { break }
        }
        return found
    }

    /// Whether this is a string that begins with `prefix`, compared as written.
    public func hasPrefix(_ prefix: String) -> Bool {
        guard kind == .string, range.count > prefix.utf8.count else { return false }
        return source[(range.lowerBound + 1)...].starts(with: prefix.utf8)
    }
}
