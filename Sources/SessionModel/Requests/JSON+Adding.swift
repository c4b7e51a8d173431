extension JSON {
    /// The same value with a member added to the object that a path of keys and indexes names.
    ///
    /// - Returns: nil where there is no such object. Cost: a copy for each step of the path.
    package func adding(
        _ key: String, _ value: JSON, at path: some RandomAccessCollection<JSON>
    ) -> JSON? {
        guard let step = path.first else {
            guard kind == .object else { return nil }
            return .object(
                members.filter { $0.key != key }.map { ($0.key, $0.value) } + [(key, value)])
        }
        if kind == .array {
            var elements = elements
            guard let index = step.int, elements.indices.contains(index),
                let changed = elements[index].adding(key, value, at: path.dropFirst())
            else { return nil }
            elements[index] = changed
            return .array(elements)
        }
        guard let name = step.string, let member = self[name],
            let changed = member.adding(key, value, at: path.dropFirst())
        else { return nil }
        return .object(members.map { ($0.key, $0.key == name ? changed : $0.value) })
    }
}
