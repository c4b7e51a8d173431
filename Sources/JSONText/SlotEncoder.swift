/// Takes in one value of those that ``JSON/init(encoding:)`` is made of.
struct SlotEncoder: Encoder {
    let slot: EncodedSlot
    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        slot.becomeObject()
        return KeyedEncodingContainer(Members(slot: slot, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        slot.becomeArray()
        return Elements(slot: slot, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        Single(slot: slot, codingPath: codingPath)
    }

    private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
        let slot: EncodedSlot
        let codingPath: [any CodingKey]

        private func encoder(_ key: some CodingKey) -> SlotEncoder {
            SlotEncoder(slot: slot.member(key.stringValue), codingPath: codingPath + [key])
        }

        func encodeNil(forKey key: Key) { slot.member(key.stringValue).fill(with: .null) }

        func encode(_ value: some Encodable, forKey key: Key) throws {
            try slot.member(key.stringValue).fill(with: value, at: codingPath + [key])
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type, forKey key: Key
        ) -> KeyedEncodingContainer<Nested> {
            encoder(key).container(keyedBy: type)
        }

        func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
            encoder(key).unkeyedContainer()
        }

        func superEncoder() -> any Encoder { encoder(JSONPathKey("super")) }

        func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }
    }

    private struct Elements: UnkeyedEncodingContainer {
        let slot: EncodedSlot
        let codingPath: [any CodingKey]

        var count: Int { slot.elements.count }

        private var next: SlotEncoder {
            let key = JSONPathKey(count)
            return SlotEncoder(slot: slot.append(), codingPath: codingPath + [key])
        }

        func encodeNil() { slot.append().fill(with: .null) }

        func encode(_ value: some Encodable) throws {
            let next = next
            try next.slot.fill(with: value, at: next.codingPath)
        }

        func nestedContainer<Nested: CodingKey>(
            keyedBy type: Nested.Type
        ) -> KeyedEncodingContainer<Nested> {
            next.container(keyedBy: type)
        }

        func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next.unkeyedContainer() }

        func superEncoder() -> any Encoder { next }
    }

    private struct Single: SingleValueEncodingContainer {
        let slot: EncodedSlot
        let codingPath: [any CodingKey]

        func encodeNil() { slot.fill(with: .null) }

        func encode(_ value: some Encodable) throws { try slot.fill(with: value, at: codingPath) }
    }
}

/// A place in a path that errors name.
struct JSONPathKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ name: String) { (stringValue, intValue) = (name, nil) }
    init(_ index: Int) { (stringValue, intValue) = ("\(index)", index) }
    init(stringValue: String) { self.init(stringValue) }
    init(intValue: Int) { self.init(intValue) }
}
