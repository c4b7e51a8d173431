/// A request to a model as Claude Code's own log of requests tells it (a record `api-request`): the
/// first messages of an earlier request, then messages of its own, each named by a hash.
///
/// A hash is SHA-256 over the canonical JSON of what it names.
package struct ClaudeCodeRequest: Sendable {
    package let id: String
    /// The request that it builds on; nil: it names all of its messages.
    package let base: String?
    /// How many messages of the base it begins with.
    package let keep: Int
    package let tail: [EventDigest]
    /// Of the record `api-request-shape` that holds system and tools.
    package let shape: EventDigest?
    /// The other members of the request's body.
    package let parameters: JSON
    /// Where markers for the provider's cache stood, and what they were.
    package let markers: [(path: [JSON], value: JSON)]

    /// - Returns: nil where the record is none, or of a form that is not known.
    package init?(_ record: JSON) {
        guard record["type"]?.string == "api-request", let id = record["id"]?.string,
            let tail = record["tail"], tail.kind == .array
        else { return nil }
        let hashes = tail.elements.map { $0.string.flatMap { EventDigest($0) } }
        guard !hashes.contains(nil) else { return nil }
        self.id = id
        self.tail = hashes.compactMap(\.self)
        base = record["base"]?.string
        keep = base == nil ? 0 : max(0, record["keep"]?.int ?? 0)
        shape = record["shapeHash"]?.string.flatMap { EventDigest($0) }
        parameters = record["params"] ?? .object([])
        markers = (record["cacheControl"]?.elements ?? []).compactMap { marker in
            marker["value"].map { (marker["path"]?.elements ?? [], $0) }
        }
    }

    /// The hash by which a shape's record is known, and the shape; nil where the record is none.
    package static func shape(_ record: JSON) -> (hash: EventDigest, value: JSON)? {
        guard record["type"]?.string == "api-request-shape",
            let hash = record["shapeHash"]?.string.flatMap({ EventDigest($0) }),
            let shape = record["shape"]
        else { return nil }
        return (hash, shape)
    }

    /// The subject of the event that holds a message which stands in no other record.
    package static func blobSubject(_ hash: some StringProtocol) -> String { "blob:\(hash)" }
}

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
