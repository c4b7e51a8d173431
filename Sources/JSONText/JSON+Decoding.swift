extension JSON {
    /// Reads a value of a type that says how it is decoded; see ``init(encoding:)``.
    ///
    /// Of members with the same key the last one counts. A number without a remainder is an integer
    /// in any form: `3`, `3.0`, `3e0`. A double takes the nearest to what is written.
    ///
    /// - Throws: `DecodingError` with the path to what is missing, null, or of another type or
    ///   range. Cost: one pass over each object and array that the type looks into.
    public func decode<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try decode(type, at: [])
    }

    func decode<Value: Decodable>(
        _ type: Value.Type, at path: [any CodingKey]
    ) throws -> Value {
        guard path.count <= JSONScanner.depthLimit else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: path, debugDescription: "nested too deep"))
        }
        if type == JSON.self, let value = self as? Value { return value }
        guard let plain = plain(type) else {
            return try Value(from: ValueDecoder(json: self, codingPath: path))
        }
        if let value = plain as? Value { return value }
        throw mismatch(type, at: path)
    }

    /// The value as one of the types that JSON has itself, boxed; nil: it is none of them. A box
    /// that holds no `type` says that this value is no such thing.
    private func plain(_ type: any Decodable.Type) -> Any? {
        switch type {
        case is String.Type: string as Any
        case is Bool.Type: bool as Any
        case is Double.Type: double.flatMap { $0.isFinite ? $0 : nil } as Any
        case is Float.Type: double.map { Float($0) }.flatMap { $0.isFinite ? $0 : nil } as Any
        case let type as any FixedWidthInteger.Type: integer(type) as Any
        default: nil
        }
    }

    private func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) -> Integer? {
        guard kind == .number else { return nil }
        return Integer(description) ?? double.flatMap { Integer(exactly: $0) }
    }

    func mismatch(_ type: Any.Type, at path: [any CodingKey]) -> DecodingError {
        let context = DecodingError.Context(
            codingPath: path, debugDescription: "no \(type): \(description.prefix(80))")
        return isNull ? .valueNotFound(type, context) : .typeMismatch(type, context)
    }
}

/// Gives out one value, for ``JSON/decode(_:)``.
struct ValueDecoder: Decoder {
    let json: JSON
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard json.kind == .object else { throw json.mismatch([String: JSON].self, at: codingPath) }
        return KeyedDecodingContainer(Members<Key>(json, codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard json.kind == .array else { throw json.mismatch([JSON].self, at: codingPath) }
        return Elements(codingPath: codingPath, elements: json.elements)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        Single(json: json, codingPath: codingPath)
    }

    private struct Members<Key: CodingKey>: KeyedDecodingContainerProtocol {
        let codingPath: [any CodingKey]
        let json: JSON
        private let members: [String: JSON]

        init(_ json: JSON, _ codingPath: [any CodingKey]) {
            (self.json, self.codingPath) = (json, codingPath)
            members = Dictionary(json.members.map { ($0.key, $0.value) }) { $1 }
        }

        var allKeys: [Key] { members.keys.sorted().compactMap { Key(stringValue: $0) } }

        func contains(_ key: Key) -> Bool { members[key.stringValue] != nil }

        private func value(_ key: some CodingKey) throws -> JSON {
            if let value = members[key.stringValue] { return value }
            throw DecodingError.keyNotFound(
                key, .init(codingPath: codingPath, debugDescription: "there is no such member"))
        }

        private func decoder(_ key: some CodingKey) throws -> ValueDecoder {
            ValueDecoder(json: try value(key), codingPath: codingPath + [key])
        }

        func decodeNil(forKey key: Key) throws -> Bool { try value(key).isNull }

        func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
            try value(key).decode(type, at: codingPath + [key])
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) throws -> KeyedDecodingContainer<Nested> {
            try decoder(key).container(keyedBy: type)
        }

        func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
            try decoder(key).unkeyedContainer()
        }

        func superDecoder() throws -> any Decoder { try decoder(JSONPathKey("super")) }

        func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(key) }
    }

    private struct Elements: UnkeyedDecodingContainer {
        let codingPath: [any CodingKey]
        let elements: [JSON]
        private(set) var currentIndex = 0

        init(codingPath: [any CodingKey], elements: [JSON]) {
            (self.codingPath, self.elements) = (codingPath, elements)
        }

        var count: Int? { elements.count }
        var isAtEnd: Bool { currentIndex >= elements.count }

        /// The next element, taken only where `body` takes it.
        private mutating func next<Result>(
            _ type: Any.Type, _ body: (ValueDecoder) throws -> Result
        ) throws -> Result {
            let path = codingPath + [JSONPathKey(currentIndex)]
            guard !isAtEnd else {
                throw DecodingError.valueNotFound(
                    type, .init(codingPath: path, debugDescription: "there are no more elements"))
            }
            let result = try body(ValueDecoder(json: elements[currentIndex], codingPath: path))
            currentIndex += 1
            return result
        }

        mutating func decodeNil() throws -> Bool {
            guard !isAtEnd, elements[currentIndex].isNull else { return false }
            currentIndex += 1
            return true
        }

        mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try next(type) { try $0.json.decode(type, at: $0.codingPath) }
        }

        mutating func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type
        ) throws -> KeyedDecodingContainer<Nested> {
            try next(type) { try $0.container(keyedBy: type) }
        }

        mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
            try next([JSON].self) { try $0.unkeyedContainer() }
        }

        mutating func superDecoder() throws -> any Decoder { try next(JSON.self) { $0 } }
    }

    private struct Single: SingleValueDecodingContainer {
        let json: JSON
        let codingPath: [any CodingKey]

        func decodeNil() -> Bool { json.isNull }

        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            try json.decode(type, at: codingPath)
        }
    }
}
