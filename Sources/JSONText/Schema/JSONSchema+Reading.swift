extension JSONSchema {
    private static let annotations: Set<String> = [
        "$schema", "$id", "$comment", "title", "description", "examples", "default", "deprecated",
    ]

    /// Adds a node for one schema and the nodes below it, and gives its index.
    mutating func add(_ schema: JSON, at pointer: String) throws(Violation) -> Int {
        guard schema.kind == .object else { throw Self.invalid(pointer, "is no object") }
        let index = nodes.count
        nodes.append(Node())
        var node = Node()
        for (key, value) in schema.members {
            let place = "\(pointer)/\(key)"
            switch key {
            case "type": node.types = try Self.types(value, at: place)
            case "properties": try addProperties(value, to: &node, at: place)
            case "items": node.items = try add(value, at: place)
            case "additionalProperties":
                if let isOpen = value.bool {
                    node.isClosed = !isOpen
                } else {
                    node.additional = try add(value, at: place)
                }
            case "enum": node.options = value.elements.map(\.canonical)
            case "minimum": node.minimum = try Self.number(value, at: place)
            case "required": break
            default:
                guard Self.annotations.contains(key) else {
                    throw Self.invalid(place, "is a keyword that is not supported")
                }
            }
        }
        try Self.require(schema["required"], in: &node, of: schema["properties"], at: pointer)
        nodes[index] = node
        return index
    }

    private mutating func addProperties(
        _ properties: JSON, to node: inout Node, at pointer: String
    ) throws(Violation) {
        let members = properties.members
        guard members.count <= 64 else { throw Self.invalid(pointer, "has more than 64 members") }
        node.names = JSONKeys(members.map(\.key))
        for (key, value) in members {
            node.properties.append(try add(value, at: "\(pointer)/\(key)"))
        }
    }

    private static func require(
        _ required: JSON?, in node: inout Node, of properties: JSON?, at pointer: String
    ) throws(Violation) {
        let names = (properties?.members ?? []).map(\.key)
        for name in (required?.elements ?? []).compactMap(\.string) {
            guard let index = names.firstIndex(of: name) else {
                throw invalid("\(pointer)/required", "names \(name), which is no property")
            }
            node.required |= 1 << UInt64(index)
        }
    }

    private static func types(_ value: JSON, at pointer: String) throws(Violation) -> Types {
        let known: [String: Types] = [
            "null": .null, "boolean": .boolean, "integer": .integer, "number": .number,
            "string": .string, "array": .array, "object": .object,
        ]
        var types: Types = []
        for name in value.kind == .array ? value.elements : [value] {
            guard let type = known[name.string ?? ""] else {
                throw invalid(pointer, "is no type: \(name)")
            }
            types.formUnion(type)
        }
        return types
    }

    private static func number(_ value: JSON, at pointer: String) throws(Violation) -> Double {
        guard let number = value.double else { throw invalid(pointer, "is no number") }
        return number
    }

    private static func invalid(_ pointer: String, _ reason: String) -> Violation {
        Violation(pointer: pointer, reason: reason)
    }
}
